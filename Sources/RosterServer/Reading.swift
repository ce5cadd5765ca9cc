// One read: who asks, about which organization, at which point.

import RosterAPI
import RosterCore

/// What a read's own code works with. Rights were judged at the newest state; `node` and `time` are those of the point.
struct Reading: Sendable {
    let caller: Caller
    let point: Point
    let node: OrganizationNode

    var state: TreeState { point.state }
    /// Nanoseconds since 1970, which expiries are judged at.
    var time: Int64 { point.time }
    var organizationID: OrganizationID { node.id }
}

extension Caller {
    /// Refuses when the organization's plan lacks what the guard's permissions need: after the rights, as for mutations (product 4.1).
    func checkPlan(_ guard: Guard, of node: OrganizationNode) throws(Refusal) {
        let needed: FeatureSet = switch `guard` {
        case .permission(let permission): permission.features
        case .keyring(let permission, _): permission.features
        case .subject, .platform, .person: FeatureSet()
        }
        if needed.isSubset(of: node.features) { return }
        for feature in needed.features {
            if let reason = node.missing(feature) { throw .featureMissing(feature, reason) }
        }
    }
}
