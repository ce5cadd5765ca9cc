// RoleSimulation: what another role, or a custom role of other contents, would change for the members (product.md 5, 8).

public import RosterAPI

public enum RoleSimulation {
    /// How many members a change reaches, so that who asks knows what the answer costs; 0 for what doesn't exist.
    public static func reach(of change: SimulateRoleChangeRequest.Change?, in node: OrganizationNode) -> Int {
        switch change {
        case .edit(let edit): node.customRoles.holders(of: edit.roleID).count
        case .deletion(let deletion): node.customRoles.holders(of: deletion.roleID).count
        case .assignment: 1
        case nil: 0
        }
    }

    /// INVALID_ARGUMENT whatever the state.
    public static func validate(_ request: SimulateRoleChangeRequest) throws(Refusal) {
        switch request.change {
        case .edit(let edit): try Validation.permissions(edit.permissions, "edit.permissions")
        case .deletion(let deletion): try RoleReplacement(deletion).validate(of: deletion.roleID)
        case .assignment(let assignment):
            try Validation.assignable(assignment.role, "assignment.role")
            try Validation.role(assignment.role, assignment.customRoleID, ("assignment.role", "assignment.custom_role_id"))
        case nil: throw .invalid("change", "edit, deletion or assignment")
        }
    }

    /// Tries the change on a copy of the state, and compares; the revision is left to the caller.
    public static func run(_ request: SimulateRoleChangeRequest, on state: TreeState, at time: Int64) throws(Refusal) -> SimulateRoleChangeResponse {
        guard let node = state[request.organizationID] else { throw .notFound() }
        var event = Event()
        event.organizationID = request.organizationID
        event.fact = try fact(of: request.change, in: node, at: time)
        var after = state
        do throws(UnreadableHistory) {
            try after.apply(event, by: nil, revision: state.revision + 1, at: time)
        } catch {
            throw .wrongState("the change can't be made")
        }
        let plan = DryRun.plan([event], from: state, to: after, at: time)
        return .with { response in
            response.permissionChanges = plan.permissionChanges
            response.membersGaining = plan.membersGaining
            response.membersLosing = plan.membersLosing
            response.membersReached = Int32(truncatingIfNeeded: reached(by: request.change, in: node, at: time))
        }
    }

    private static func reached(by change: SimulateRoleChangeRequest.Change?, in node: OrganizationNode, at time: Int64) -> Int {
        switch change {
        case .edit(let edit): node.customRoles.count(of: edit.roleID, at: time)
        case .deletion(let deletion): node.customRoles.count(of: deletion.roleID, at: time)
        case .assignment, nil: 1
        }
    }

    private static func fact(of change: SimulateRoleChangeRequest.Change?, in node: OrganizationNode, at time: Int64) throws(Refusal) -> Event.Fact? {
        func role(_ id: RoleID, _ level: PermissionLevel? = nil) throws(Refusal) -> CustomRole {
            guard let role = node.customRoles[id], level == nil || role.level == level else { throw .notFound() }
            return role
        }
        switch change {
        case .edit(let edit):
            let record = try role(edit.roleID).record
            try Validation.definition(edit.permissions, at: record.level, "edit.permissions")
            return .customRoleUpdated(.with { fact in
                fact.roleID = record.roleID
                fact.name = record.name
                fact.description = record.description
                fact.permissions = Roles.definition(edit.permissions, at: record.level)
            })
        case .deletion(let deletion):
            let deleted = try role(deletion.roleID)
            let replacement = RoleReplacement(deletion)
            try replacement.checkFits(deleted.level)
            if !replacement.customRoleID.isZero { _ = try role(replacement.customRoleID, deleted.level) }
            var fact = replacement.fact(of: deleted.id, holders: node.customRoles.count(of: deleted.id, at: time))
            if replacement.isNone, deleted.level == .organization { fact.replacementRole = .member }
            return .customRoleDeleted(fact)
        case .assignment(let assignment):
            guard let member = node.members[assignment.memberID]?.record else { throw .notFound() }
            if assignment.role == .custom { _ = try role(assignment.customRoleID, .organization) }
            if member.role == .owner { throw .ownerImmutable() }
            guard member.state != .removed else { throw .wrongState("the member is removed") }
            guard member.seatType != .limited else { throw .seatType("a LIMITED seat keeps its role") }
            return .memberRoleChanged(.with { fact in
                fact.memberID = assignment.memberID
                fact.role = assignment.role
                fact.customRoleID = assignment.customRoleID
            })
        case nil: return nil
        }
    }
}
