// What an event loop watches: a file descriptor and what to do when it is ready.

internal import CLinux

/// The readiness of a descriptor, as epoll reports it.
public struct Readiness: OptionSet, Sendable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Bytes (or a connection, or the end of the stream) can be read without blocking.
    public static let readable = Readiness(rawValue: 0x001)     // EPOLLIN
    /// Bytes can be written without blocking.
    public static let writable = Readiness(rawValue: 0x004)     // EPOLLOUT
    /// An error waits on the descriptor; reading or writing tells which.
    public static let failed = Readiness(rawValue: 0x008)       // EPOLLERR
    /// Both directions are closed.
    public static let hungUp = Readiness(rawValue: 0x010)       // EPOLLHUP
}

/// A descriptor on an event loop. Subclass it, register it with ``EventLoop/register(_:for:)``.
///
/// Confined to its loop: every member is used on the loop's thread only.
open class EventSource {
    /// The loop that watches the descriptor.
    public let loop: EventLoop
    /// The descriptor, or -1 when it is closed. The subclass closes it, after ``EventLoop/deregister(_:)``.
    public var descriptor: Int32
    /// The place in the loop's table, or -1 when not registered.
    var slot = -1
    /// What epoll watches now.
    var interest: Readiness = []
    /// Already in this turn's list of sources that want ``endOfTurn()``.
    var inTurnEnd = false

    public init(loop: EventLoop, descriptor: Int32) {
        self.loop = loop
        self.descriptor = descriptor
    }

    /// The descriptor is ready; called on the loop. Level-triggered: unread bytes are reported again next turn.
    open func ready(_ readiness: Readiness) {}

    /// The turn ends, and ``EventLoop/atEndOfTurn(_:)`` was called for this source: the place for the turn's one write.
    open func endOfTurn() {}
}
