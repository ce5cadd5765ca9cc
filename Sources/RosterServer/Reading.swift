// One read: who asks, about which organization, at which point.

import RosterAPI
import RosterCore
import Wire

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
    /// Refuses unless the caller may call a method that reads (product 4.1): permission, then plan and feature.
    ///
    /// - Parameters:
    ///   - request: what a guard that depends on the subject looks at.
    ///   - node: nil for `org_platform`.
    func require(_ guard: Guard, _ request: some Message, in node: OrganizationNode?) throws(Refusal) {
        switch `guard` {
        case .permission(let permission): try require(permission, in: node)
        case .keyring(let organization, let platform): try require(node == nil ? platform : organization, in: node)
        case .platform(let permission):
            guard principal.isPlatformWide, principal.person == nil, permissions.contains(permission) else { throw .missingPermission(permission) }
        case .subject(let own, let others):
            guard let request = request as? any SubjectScoped else { return }
            try require(isAbout(request.subject, in: node) ? own : others, in: node)
        case .person:
            guard principal.person != nil else { throw .missingPermission(.actorsAssume) }
        }
    }

    func require(_ permission: Permission, in node: OrganizationNode?) throws(Refusal) {
        guard permissions.contains(permission) else { throw .missingPermission(permission) }
        guard let node else { return }
        for feature in permission.features.features {
            if let reason = node.missing(feature) { throw .featureMissing(feature, reason) }
        }
    }

    /// Whether a question about `subject` is one about the caller itself.
    func isAbout(_ subject: Subject?, in node: OrganizationNode?) -> Bool {
        switch subject {
        case nil: true
        case .memberID(let id): id == memberID
        case .email(let text):
            // An address that is not the caller's own may belong to anybody, known or not.
            if let memberID, let email = EmailAddress(text) { node?.memberByEmail[email.text] == memberID } else { false }
        }
    }
}
