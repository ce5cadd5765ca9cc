// SortedChunks: a persistent sorted set, the ordered index beside the unordered dictionaries of a tree's state.

/// A sorted set of small values whose copies share storage.
///
/// The dictionaries that hold a tree are unordered, so the default listing order (id order) and the order of expiries are kept here.
/// Values lie in chunks of at most ``chunkCountMax``; a change copies one chunk and the outer array, never the whole set. Most
/// values come last, and each version of a tree keeps its own copy of what they change, so they gather in a last chunk that is short.
public struct SortedChunks<Element: Comparable & Sendable>: Sendable {
    /// The most values in one chunk: 16 KiB of 128-bit ids, about half a microsecond to copy.
    static var chunkCountMax: Int { 1024 }
    /// The most values that are added at the end of the last chunk before it is joined with the one before it.
    static var lastChunkCountMax: Int { 32 }

    private var chunks: [[Element]] = []
    public private(set) var count = 0

    public init() {}

    /// Builds from values that are sorted and unique already; used when a snapshot is read.
    init(sorted values: [Element]) {
        var start = 0
        while start < values.count {
            let end = Swift.min(start + Self.chunkCountMax / 2, values.count)
            chunks.append(Array(values[start..<end]))
            start = end
        }
        count = values.count
    }

    public var isEmpty: Bool { count == 0 }

    public var first: Element? { chunks.first?.first }

    public func contains(_ value: Element) -> Bool {
        guard let chunk = chunk(holding: value) else { return false }
        let position = Self.position(of: value, in: chunks[chunk])
        return position < chunks[chunk].count && chunks[chunk][position] == value
    }

    /// Inserts the value; a value that is there already changes nothing.
    mutating func insert(_ value: Element) {
        guard let last = chunks.indices.last else {
            chunks.append([value])
            count = 1
            return
        }
        let index = chunk(holding: value) ?? last
        let position = Self.position(of: value, in: chunks[index])
        if position < chunks[index].count, chunks[index][position] == value { return }
        if index == last, position == chunks[index].count, position >= Self.lastChunkCountMax {
            appendChunk([value])
        } else if chunks[index].count >= Self.chunkCountMax {
            let half = chunks[index].count / 2
            let upper = Array(chunks[index][half...])
            chunks[index].removeSubrange(half...)
            chunks.insert(upper, at: index + 1)
            if position > half {
                chunks[index + 1].insert(value, at: position - half)
            } else {
                chunks[index].insert(value, at: position)
            }
        } else {
            chunks[index].insert(value, at: position)
        }
        count += 1
    }

    /// Begins a new last chunk. The one that was last joins its predecessor if there is room, so that full chunks are left behind.
    private mutating func appendChunk(_ chunk: [Element]) {
        let last = chunks.count - 1
        if last > 0, chunks[last - 1].count + chunks[last].count <= Self.chunkCountMax {
            chunks[last - 1].append(contentsOf: chunks[last])
            chunks[last] = chunk
        } else {
            chunks.append(chunk)
        }
    }

    /// Removes the value, if it is there.
    mutating func remove(_ value: Element) {
        guard let index = chunk(holding: value) else { return }
        let position = Self.position(of: value, in: chunks[index])
        guard position < chunks[index].count, chunks[index][position] == value else { return }
        if chunks[index].count == 1 {
            chunks.remove(at: index)
        } else {
            chunks[index].remove(at: position)
        }
        count -= 1
    }

    /// The number of leading values for which the predicate holds; it must hold for none after the first for which it doesn't.
    public func count(while predicate: (Element) -> Bool) -> Int {
        var total = 0
        for chunk in chunks {
            guard let last = chunk.last else { continue }
            if predicate(last) {
                total += chunk.count
                continue
            }
            var low = 0
            var high = chunk.count
            while low < high {
                let middle = (low + high) / 2
                if predicate(chunk[middle]) { low = middle + 1 } else { high = middle }
            }
            return total + low
        }
        return total
    }

    /// At most `limit` values that come after the given one (or from the start), in order: one page.
    public func page(after value: Element?, limit: Int) -> [Element] {
        var page: [Element] = []
        guard limit > 0 else { return page }
        page.reserveCapacity(Swift.min(limit, count))
        var index = 0
        var position = 0
        if let value {
            guard let found = chunk(holding: value) else { return page }
            index = found
            position = Self.position(of: value, in: chunks[index])
            if position < chunks[index].count, chunks[index][position] == value { position += 1 }
        }
        while index < chunks.count, page.count < limit {
            let chunk = chunks[index]
            let end = Swift.min(chunk.count, position + limit - page.count)
            if position < end { page.append(contentsOf: chunk[position..<end]) }
            index += 1
            position = 0
        }
        return page
    }

    /// The index of the first chunk whose last value is not less than the given one; nil when every value is less.
    private func chunk(holding value: Element) -> Int? {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if let last = chunks[middle].last, last < value { low = middle + 1 } else { high = middle }
        }
        return low < chunks.count ? low : nil
    }

    private static func position(of value: Element, in chunk: [Element]) -> Int {
        var low = 0
        var high = chunk.count
        while low < high {
            let middle = (low + high) / 2
            if chunk[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SortedChunks: Sequence {
    public func makeIterator() -> FlattenSequence<[[Element]]>.Iterator { chunks.joined().makeIterator() }
    public var underestimatedCount: Int { count }
}

extension SortedChunks: Equatable {
    /// Equal when the values are equal; how they are cut into chunks does not count.
    public static func == (a: Self, b: Self) -> Bool { a.count == b.count && a.elementsEqual(b) }
}
