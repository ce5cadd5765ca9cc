// A stream handler that writes down what it is told.

@testable import HTTP2
import Loops
import Testing

/// What happened on a stream so far.
struct Record: Sendable {
    var headers: [String: String] = [:]
    var truncated = false
    var body: [UInt8] = []
    var trailers: [String: String] = [:]
    var ended = false
    var writable = 0
    var end: StreamEnd?

    /// The end in words, for comparisons.
    var endText: String {
        switch end {
        case nil: "open"
        case .finished: "finished"
        case .resetByPeer(let code): "reset by peer \(code)"
        case .resetByUs(let code): "reset by us \(code)"
        case .notProcessed(let error): "not processed: \(error)"
        case .connectionLost(let error): "lost: \(error)"
        }
    }
}

extension HeaderList {
    var dictionary: [String: String] {
        Dictionary(map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)) }, uniquingKeysWith: { $0 + "," + $1 })
    }
}

final class Recorder: HTTP2StreamHandler, Sendable {
    let record = Shared(Record())
    private let consumes: Bool
    private let onHeaders: @Sendable (HTTP2Stream) -> Void
    private let onEnd: @Sendable (HTTP2Stream, Record) -> Void
    private let onWritable: @Sendable (HTTP2Stream) -> Void

    init(
        consumes: Bool = true,
        onHeaders: @escaping @Sendable (HTTP2Stream) -> Void = { _ in },
        onWritable: @escaping @Sendable (HTTP2Stream) -> Void = { _ in },
        onEnd: @escaping @Sendable (HTTP2Stream, Record) -> Void = { _, _ in }
    ) {
        self.consumes = consumes
        self.onHeaders = onHeaders
        self.onEnd = onEnd
        self.onWritable = onWritable
    }

    func received(headers: HeaderList, on stream: HTTP2Stream) {
        record.update {
            $0.headers = headers.dictionary
            $0.truncated = headers.isTruncated
        }
        onHeaders(stream)
    }

    func received(data: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        record.update { $0.body += data }
        if consumes { stream.consume(data.count) }
    }

    func received(trailers: HeaderList, on stream: HTTP2Stream) {
        record.update { $0.trailers = trailers.dictionary }
    }

    func receivedEnd(on stream: HTTP2Stream) {
        record.update { $0.ended = true }
        onEnd(stream, record.current)
    }

    func writable(_ stream: HTTP2Stream) {
        record.update { $0.writable += 1 }
        onWritable(stream)
    }

    func closed(_ stream: HTTP2Stream, _ end: StreamEnd) {
        record.update {
            assert($0.end == nil, "closed twice")
            $0.end = end
        }
    }

    func closed() async -> Record { await record.wait { $0.end != nil } }
}
