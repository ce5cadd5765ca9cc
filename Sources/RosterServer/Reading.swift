// One read: who asks, about which organization, at which point.

import RosterAPI
import RosterCore

/// What a read's own code works with. Rights were judged at the newest state; `node` and `time` are those of the point.
struct Reading: Sendable {
    let caller: Caller
    let point: Point
    let node: OrganizationNode
    /// The organization as it is now: what rights to single things in it are judged by.
    let judged: OrganizationNode
    /// Now, in nanoseconds since 1970.
    let now: Int64

    var state: TreeState { point.state }
    /// Nanoseconds since 1970, which expiries are judged at.
    var time: Int64 { point.time }
    var organizationID: OrganizationID { node.id }
}
