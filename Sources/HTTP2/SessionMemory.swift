// The memory of nghttp2's sessions: small blocks are kept when they are freed, by size, and given again.

internal import CNghttp2
internal import Glibc

/// What sessions of one loop allocate from. Confined to the loop, as they are.
///
/// A call makes nine blocks, all small. glibc keeps seven blocks of a size at hand for each thread, and a hundred streams need
/// more: beyond that each block costs about 250 instructions to get and give back, here 40.
final class SessionMemory {
    /// Before each block, so that every block is aligned as malloc's are; holds the index of its list, or `unlisted`.
    private static let prefixBytes = 16
    private static let unlisted = -1
    /// Blocks of each list are a multiple of this; larger ones than the last list's are malloc's.
    private static let stepBytes = 64
    private static let listCount = 9
    /// Beyond this a freed block goes back to malloc.
    private static let keptBytesMax = 1 << 20

    /// The first block of each list; a block's own first word leads to the next.
    private let lists: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var keptBytes = 0

    init() {
        lists = .allocate(capacity: Self.listCount)
        lists.initialize(repeating: nil, count: Self.listCount)
    }

    deinit {
        for list in 0..<Self.listCount {
            while let block = lists[list] {
                lists[list] = block.load(as: UnsafeMutableRawPointer?.self)
                Glibc.free(block - Self.prefixBytes)
            }
        }
        lists.deallocate()
    }

    /// The functions that a session calls. It must not outlive this object.
    var functions: nghttp2_mem {
        nghttp2_mem(
            mem_user_data: Unmanaged.passUnretained(self).toOpaque(),
            malloc: { size, user in memory(user) { $0.allocate(size) } },
            free: { block, user in _ = memory(user) { $0.free(block) } },
            calloc: { count, size, user in
                let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
                guard !overflow, let block = memory(user, { $0.allocate(bytes) }) else { return nil }
                return memset(block, 0, bytes)
            },
            realloc: { block, size, user in memory(user) { $0.reallocate(block, size) } })
    }

    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0 else { return nil }
        let list = (size &- 1) / Self.stepBytes    // 0 bytes lie in the first
        guard list < Self.listCount else { return begin(malloc(size &+ Self.prefixBytes), list: Self.unlisted) }
        guard let block = lists[list] else {
            return begin(malloc((list &+ 1) * Self.stepBytes &+ Self.prefixBytes), list: list)
        }
        lists[list] = block.load(as: UnsafeMutableRawPointer?.self)
        keptBytes &-= (list &+ 1) * Self.stepBytes
        return block
    }

    private func begin(_ memory: UnsafeMutableRawPointer?, list: Int) -> UnsafeMutableRawPointer? {
        guard let memory else { return nil }
        memory.storeBytes(of: list, as: Int.self)
        return memory + Self.prefixBytes
    }

    func free(_ block: UnsafeMutableRawPointer?) {
        guard let block else { return }
        let list = (block - Self.prefixBytes).load(as: Int.self)
        guard list != Self.unlisted, keptBytes < Self.keptBytesMax else { return Glibc.free(block - Self.prefixBytes) }
        block.storeBytes(of: lists[list], as: UnsafeMutableRawPointer?.self)
        lists[list] = block
        keptBytes &+= (list &+ 1) * Self.stepBytes
    }

    func reallocate(_ block: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer? {
        guard let block else { return allocate(size) }
        let list = (block - Self.prefixBytes).load(as: Int.self)
        if list == Self.unlisted, size >= Self.listCount * Self.stepBytes {
            return begin(realloc(block - Self.prefixBytes, size &+ Self.prefixBytes), list: Self.unlisted)
        }
        if list != Self.unlisted, size <= (list &+ 1) * Self.stepBytes { return block }
        guard let larger = allocate(size) else { return nil }
        // A listed block is copied whole, as it grows; a large one that shrinks to a small one fills that.
        memcpy(larger, block, list == Self.unlisted ? size : (list &+ 1) * Self.stepBytes)
        free(block)
        return larger
    }
}

/// The memory behind nghttp2's user data, without a retain: it outlives the sessions.
@inline(__always)
private func memory<Result>(_ user: UnsafeMutableRawPointer?, _ body: (SessionMemory) -> Result?) -> Result? {
    guard let user else { return nil }
    return Unmanaged<SessionMemory>.fromOpaque(user)._withUnsafeGuaranteedRef(body)
}
