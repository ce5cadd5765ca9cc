// Validity: from when until when something granted counts.

public import RosterAPI
import WellKnown

/// A stretch of time, in nanoseconds since 1970: it counts at `start` and no longer at `end`.
///
/// Nothing happens in the state when one begins or ends; whoever asks brings the time (architecture 3, decision 8).
public struct Validity: Sendable, Hashable {
    /// 0: from ever.
    public var start: Int64 = 0
    /// `Int64.max`: for ever.
    public var end: Int64 = .max

    public static let always = Validity()

    public init(start: Int64 = 0, end: Int64 = .max) {
        self.start = start
        self.end = end
    }

    public init(_ period: Period?) {
        start = period?.startTime?.nanosecondsSince1970 ?? 0
        end = period?.endTime?.nanosecondsSince1970 ?? .max
    }

    public func contains(_ time: Int64) -> Bool { start <= time && time < end }

    /// The next time after the given one at which ``contains(_:)`` changes; nil when it never does.
    public func nextChange(after time: Int64) -> Int64? {
        if time < start { return start }
        return time < end && end != .max ? end : nil
    }

    /// The message's form; nil when it always counts.
    public var period: Period? {
        if self == .always { return nil }
        var period = Period()
        if start != 0 { period.startTime = Timestamp(nanosecondsSince1970: start) }
        if end != .max { period.endTime = Timestamp(nanosecondsSince1970: end) }
        return period
    }
}

extension Timestamp {
    /// Nil for 0, which stands for "never" in the records of the state.
    init?(unlessZero time: Int64) {
        if time == 0 { return nil }
        self.init(nanosecondsSince1970: time)
    }
}
