/// What both sides of a call share: taking messages and sending them, each at the other's pace.
import HTTP2
import Loops

/// The messages that have arrived on a stream and were not taken, and the tasks that wait: for the next one, or for room to send. Confined
/// to the call's loop. A call whose one request arrives in one piece never needs it.
final class MessageFlow {
    private var buffer = FrameBuffer()
    /// Bytes that the peer has not been told of: they still count against the stream's window. Always the buffer's tail.
    private var unacknowledged = 0
    fileprivate var reader: Waiter<Result<[UInt8]?, RPCError>>?
    fileprivate var writers: [Waiter<RPCError?>] = []
    private var waiterCount: UInt64 = 0
    /// Those that have a number and don't wait yet, and whether they were cancelled meanwhile: the cancellation of a task may reach the loop
    /// before its wait does.
    private var arriving: [UInt64: Bool] = [:]

    enum Taken: Sendable {
        case message([UInt8])
        case end
        case wait
    }

    /// A number for who will wait; ``arrived(_:)`` must follow.
    fileprivate func newWaiterID() -> UInt64 {
        waiterCount += 1
        arriving[waiterCount] = false
        return waiterCount
    }

    /// Whether the waiter may wait: false when it was cancelled on its way.
    fileprivate func arrived(_ id: UInt64) -> Bool { arriving.removeValue(forKey: id) == false }

    /// True when the waiter had not arrived yet: it will learn of it then.
    fileprivate func cancelArriving(_ id: UInt64) -> Bool { arriving[id] != nil && arriving.updateValue(true, forKey: id) != nil }

    var isEmpty: Bool { buffer.isEmpty }

    func append(_ data: UnsafeRawBufferPointer) {
        buffer.append(data)
        unacknowledged += data.count
    }

    /// The next message, the end, or neither yet. Throws when the bytes are no messages or end within one.
    func take(limit: Int, ended: Bool) throws(FramingError) -> Taken {
        if let message = try buffer.next(limit: limit) { return .message(message) }
        guard ended else { return .wait }
        if let left = buffer.leftOver { throw left }
        return .end
    }

    /// How many bytes to give back to the peer's window now that all but the buffered ones are taken.
    func acknowledgeTaken() -> Int {
        let taken = unacknowledged - buffer.count
        guard taken > 0 else { return 0 }
        unacknowledged -= taken
        return taken
    }

    /// How many bytes to give back when the buffered ones, too, are as good as taken.
    func acknowledgeAll() -> Int {
        defer { unacknowledged = 0 }
        return unacknowledged
    }

    /// Drops what was not taken; returns how many bytes to give back.
    func removeAll() -> Int {
        buffer.removeAll()
        return acknowledgeAll()
    }
}

/// A call with message streams; ``ServerCall`` and ``ClientCall``. What is async may be called from anywhere and goes to the loop, the rest
/// is used on the loop only.
protocol StreamingCall: AnyObject, Sendable {
    var loop: EventLoop { get }
    var stream: HTTP2Stream? { get }
    /// Made when it is first needed.
    var flow: MessageFlow { get }
    /// The peer has ended its side.
    var receiveEnded: Bool { get }
    var limits: RPCLimits { get }
    /// What a read ends with when nothing more will arrive: nil while more may, otherwise the end or the error.
    var readEnd: Result<Void, RPCError>? { get }
    /// What a write fails with; nil while the call takes messages.
    var writeEnd: RPCError? { get }
    /// The bytes received are no messages: ends the call and returns its status.
    func failed(_ error: FramingError) -> RPCError
    /// Sends or queues a framed message.
    func submit(_ message: [UInt8])
    /// Whether messages may be queued while there is no stream.
    var hasRoomWithoutStream: Bool { get }
}

extension StreamingCall {
    /// Runs `body` on the call's loop: at once where the caller is there already, which handlers' tasks are.
    nonisolated(nonsending) func onLoop<R: Sendable>(_ body: @escaping @Sendable (Self) -> R) async -> R {
        if loop.isCurrent { return body(self) }
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(self)) }
        }
    }

    // MARK: Reading

    /// The next message; nil at the end of the stream.
    nonisolated(nonsending) func nextMessage() async throws(RPCError) -> [UInt8]? {
        if loop.isCurrent, let taken = takeMessage() { return try taken.get() }
        let (taken, id) = await onLoop { call in
            let taken = call.takeMessage()
            return (taken, taken == nil ? call.flow.newWaiterID() : 0)
        }
        if let taken { return try taken.get() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.executeNow { self.awaitMessage(Waiter(id: id, continuation: continuation)) }
            }
        } onCancel: {
            loop.execute { self.cancelReader(id) }
        }
        return try result.get()
    }

    /// Takes a message if one is complete, and gives its bytes back to the peer's window. nil: wait.
    private func takeMessage() -> Result<[UInt8]?, RPCError>? {
        do throws(FramingError) {
            switch try flow.take(limit: limits.receiveMessageBytesMax, ended: receiveEnded) {
            case .message(let message):
                consume(flow.acknowledgeTaken())
                return .success(message)
            case .end, .wait:
                return readEnd?.map { nil }
            }
        } catch {
            return .failure(failed(error))
        }
    }

    private func awaitMessage(_ waiter: Waiter<Result<[UInt8]?, RPCError>>) {
        guard flow.arrived(waiter.id) else { return waiter.resume(.failure(.readCancelled)) }
        guard flow.reader == nil else {
            return waiter.resume(.failure(RPCError(.internal, "two tasks read one stream")))
        }
        flow.reader = waiter
        serveReader()
    }

    /// Hands what has arrived to a waiting reader. While one waits, an incomplete message is acknowledged as it comes: it may be longer
    /// than the stream's window, and its length is within the limit.
    func serveReader() {
        guard flow.reader != nil else { return }
        guard let result = takeMessage() else { return consume(flow.acknowledgeAll()) }
        guard let waiter = flow.reader else { return }
        flow.reader = nil
        waiter.resume(result)
    }

    private func cancelReader(_ id: UInt64) {
        guard !flow.cancelArriving(id), let waiter = flow.reader, waiter.id == id else { return }
        flow.reader = nil
        waiter.resume(.failure(.readCancelled))
    }

    func consume(_ count: Int) {
        if count > 0 { stream?.consume(count) }
    }

    // MARK: Writing

    /// Sends a framed message; comes back when the stream's buffer has room for another.
    nonisolated(nonsending) func send(_ message: [UInt8]) async throws(RPCError) {
        let submitted = loop.isCurrent ? sendNow(message) : await onLoop { $0.sendNow(message) }
        if try submitted.get() { return }
        try await room()
    }

    /// Sends a framed message. Whether there is room for another; on the loop only.
    func sendNow(_ message: [UInt8]) -> Result<Bool, RPCError> {
        if let error = writeEnd { return .failure(error) }
        let count = message.count - FrameBuffer.prefixLength
        guard count <= limits.sendMessageBytesMax else { return .failure(.messageTooLarge(count, limit: limits.sendMessageBytesMax)) }
        submit(message)
        return .success(hasRoom)
    }

    /// Waits until the stream takes messages again.
    nonisolated(nonsending) func room() async throws(RPCError) {
        let id = await onLoop { $0.flow.newWaiterID() }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.executeNow { self.awaitRoom(Waiter(id: id, continuation: continuation)) }
            }
        } onCancel: {
            loop.execute { self.cancelWriter(id) }
        }
        if let outcome { throw outcome }
    }

    private var hasRoom: Bool { stream?.isWritable ?? hasRoomWithoutStream }

    private func awaitRoom(_ waiter: Waiter<RPCError?>) {
        guard flow.arrived(waiter.id) else { return waiter.resume(.writeCancelled) }
        if let error = writeEnd { return waiter.resume(error) }
        if hasRoom { return waiter.resume(nil) }
        flow.writers.append(waiter)
    }

    private func cancelWriter(_ id: UInt64) {
        guard !flow.cancelArriving(id), let index = flow.writers.firstIndex(where: { $0.id == id }) else { return }
        flow.writers.remove(at: index).resume(.writeCancelled)
    }

    /// The stream takes messages again, or never will: writers go on with nil or the error.
    func wakeWriters(_ error: RPCError?) {
        let waiting = flow.writers
        flow.writers = []
        for waiter in waiting { waiter.resume(error) }
    }
}

extension RPCError {
    static let readCancelled = RPCError(.cancelled, "the read was cancelled")
    static let writeCancelled = RPCError(.cancelled, "the write was cancelled")

    static func messageTooLarge(_ count: Int, limit: Int) -> RPCError {
        RPCError(.resourceExhausted, "message of \(count) bytes exceeds the send limit of \(limit)", fault: .messageTooLarge)
    }
}

extension EventLoop {
    /// Runs `body` at once when the caller is on the loop, otherwise later.
    func executeNow(_ body: @escaping @Sendable () -> Void) {
        if isCurrent { body() } else { execute(body) }
    }
}
