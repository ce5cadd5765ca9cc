// ItemRefusal: why one item of a request was not carried out while others were, kept in the entry so that a replay tells it again.

import RosterAPI
public import WellKnown
public import Wire

/// What stood in one item's way.
public struct ItemRefusal: Message {
    public static let protoName = "roster.internal.ItemRefusal"
    /// Its place in the request, from 0.
    public var index: Int32 = 0
    /// As the caller sees it. Names no id and no personal data, as no refusal does.
    public var status: Status?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "index", &index)
        try v.field(2, "status", &status)
    }
}
