// MemberSetup: what a person is to be in an organization, chosen when it is created or invited, and the same rules for both.

import RosterAPI

/// The choices that CreateMemberRequest and InviteRequest share.
///
/// A command asks in this order: ``validate(_:)`` (INVALID_ARGUMENT), ``demand(_:)`` (rights and features), ``check(_:)`` (what is
/// wrong for everybody now), then ``carryOut(for:profile:state:in:)`` for each person.
struct MemberSetup: Sendable {
    let seatType: SeatType
    let role: OrganizationRole
    /// For CUSTOM: which.
    let customRoleID: RoleID
    let rolePeriod: Period?
    /// As requested; USER and nil both stand for none.
    private let admin: AdminGrant?
    let productIDs: [String]
    let withoutLicense: Bool
    let resourceRoles: [ResourceRoleGrant]
    let workspaceIDs: [WorkspaceID]
    let groups: [GroupMembership]

    init(_ request: CreateMemberRequest) {
        self.init(
            seatType: request.seatType, role: request.role, customRoleID: request.customRoleID, rolePeriod: request.rolePeriod, admin: request.admin,
            productIDs: request.productIDs, withoutLicense: request.withoutLicense, resourceRoles: request.resourceRoles,
            workspaceIDs: request.workspaceIDs, groups: request.groups)
    }

    init(_ request: InviteRequest) {
        self.init(
            seatType: request.seatType, role: request.role, customRoleID: request.customRoleID, rolePeriod: request.rolePeriod, admin: request.admin,
            productIDs: request.productIDs, withoutLicense: request.withoutLicense, resourceRoles: request.resourceRoles,
            workspaceIDs: request.workspaceIDs, groups: request.groups)
    }

    /// What an invitation offered, to be given again as far as it is still there.
    init(_ terms: InvitationTerms, in node: OrganizationNode) {
        self.init(
            seatType: terms.seatType, role: terms.role, customRoleID: terms.customRoleID, rolePeriod: terms.rolePeriod, admin: terms.admin,
            productIDs: terms.productIDs, withoutLicense: terms.productIDs.isEmpty,
            resourceRoles: terms.resourceRoles.filter { grant in
                node.resources[grant.resourceID] != nil && (grant.role != .custom || node.customRoles[grant.customRoleID] != nil)
            }, workspaceIDs: terms.workspaceIDs.filter { node.resources.workspaces[$0] != nil },
            groups: terms.groups.filter { node.groups.groups[$0.groupID] != nil })
    }

    private init(
        seatType: SeatType, role: OrganizationRole, customRoleID: RoleID, rolePeriod: Period?, admin: AdminGrant?, productIDs: [String], withoutLicense: Bool,
        resourceRoles: [ResourceRoleGrant], workspaceIDs: [WorkspaceID], groups: [GroupMembership]
    ) {
        self.seatType = seatType == .unspecified ? .standard : seatType
        // A limited seat preselects the connector (row 97).
        self.role = role != .unspecified ? role : self.seatType == .limited ? .connector : .member
        self.customRoleID = customRoleID
        self.rolePeriod = rolePeriod
        self.admin = admin
        self.productIDs = productIDs
        self.withoutLicense = withoutLicense
        self.resourceRoles = resourceRoles
        self.workspaceIDs = workspaceIDs
        self.groups = groups
    }

    /// As it would be granted; nil for none.
    private func administration(in organization: OrganizationNode?, _ catalogue: Catalogue) -> AdminGrant? {
        admin.flatMap { $0.level == .user ? nil : $0.completed(in: organization, catalogue) }
    }

    /// INVALID_ARGUMENT: what is wrong whatever the state.
    func validate(_ catalogue: Catalogue) throws(Refusal) {
        try Validation.period(rolePeriod, "role_period")
        try Validation.administration(admin, "admin")
        guard [.standard, .limited, .adminOnly].contains(seatType) else { throw .invalid("seat_type", "a seat type") }
        guard role != .owner else { throw .invalid("role", "any role but OWNER") }
        try Validation.role(role, customRoleID)
        guard (role == .connector) == (seatType == .limited) else { throw .invalid("role", "CONNECTOR and LIMITED seats belong together") }
        guard seatType != .limited || admin == nil || admin?.level == .user else { throw .invalid("admin", "none for a LIMITED seat") }
        guard productIDs.isEmpty || !withoutLicense else { throw .invalid("without_license", "not with product_ids") }
        guard Set(productIDs).count == productIDs.count else { throw .invalid("product_ids", "none twice") }
        for product in productIDs { try Validation.product(product, "product_ids", catalogue) }
        try Validation.resourceRoles(resourceRoles, "resource_roles")
        try Validation.ids(workspaceIDs, "workspace_ids", mayBeEmpty: true)
        if seatType == .limited || role.impliesResourceAdmin {
            let why = seatType == .limited ? "none for a LIMITED seat" : "none for a role that has everything"
            guard resourceRoles.isEmpty else { throw .invalid("resource_roles", why) }
            guard workspaceIDs.isEmpty else { throw .invalid("workspace_ids", why) }
        }
        guard Set(groups.map(\.groupID)).count == groups.count else { throw .invalid("groups", "none twice") }
        for membership in groups { try Validation.period(membership.period, "groups.period") }
    }

    /// What the caller must be allowed to give, and the plan must include.
    func demand(_ demands: inout Demands, in organization: OrganizationNode?, _ catalogue: Catalogue) {
        demands.demand(role, customRoleID, in: organization)
        if demands.grants.contains(where: { $0.rank > OrganizationRole.advancedMember.rank }) || role == .custom {
            demands.permissions.append(.membersManageRoles)
        }
        if let administration = administration(in: organization, catalogue) {
            demands.permissions.append(.adminsManage)
            demands.demand(administration, in: organization)
        }
        if !productIDs.isEmpty { demands.permissions.append(.licensesAssign) }
        if !groups.isEmpty { demands.permissions.append(.groupsEditMembers) }
        demands.furtherTargets += groups.map { .group($0.groupID) }
        if seatType == .limited { demands.features.append(.profileConnector) }
        if !resourceRoles.isEmpty { demands.permissions.append(.membersManageRoles) }
        demands.giveResourceRoles(resourceRoles)
        if !workspaceIDs.isEmpty { demands.permissions.append(.workspacesManage) }
        demands.workspaces = workspaceIDs
    }

    /// What can be given to nobody now: a period that is over, NOT_FOUND for a group, or CATEGORY_NOT_AVAILABLE.
    func check(_ context: DecisionContext) throws(Refusal) {
        try context.checkIsNotOver(rolePeriod, "role_period")
        for grant in resourceRoles { try context.checkIsNotOver(grant.period, "resource_roles.period") }
        for membership in groups {
            guard context.node.groups.groups[membership.groupID] != nil else { throw .notFound() }
            try context.checkIsNotOver(membership.period, "groups.period")
        }
        guard let administration = administration(in: context.node, context.catalogue) else { return }
        try context.checkIsNotOver(administration.period, "admin.period")
        try context.checkCategories(of: administration)
    }

    /// Makes one person a member with all that was chosen: EMAIL_IN_USE, QUOTA_EXCEEDED, SEATS_EXHAUSTED, ASSIGNMENT_CAP_REACHED.
    /// - Parameter state: ACTIVE, or PENDING for one who is invited.
    func carryOut(for email: EmailAddress, profile: Profile?, state: MemberState, in context: inout DecisionContext) throws(Refusal) -> MemberID {
        let node = context.node
        guard node.member(email: email) == nil else { throw .emailInUse() }
        try context.checkMemberLimit()
        let id: MemberID = context.newID()
        try context.append(.memberCreated(.with { fact in
            fact.memberID = id
            fact.role = role
            fact.customRoleID = customRoleID
            fact.rolePeriod = rolePeriod
            fact.seatType = seatType
            fact.state = state
        }))
        try context.setPersonal(PersonalData(email: email.text, profile: profile), of: id)
        try give(to: id, profile, in: &context)
        return id
    }

    /// Gives a member who has just come, or comes back, everything but role and seat type.
    func give(to id: MemberID, _ profile: Profile?, in context: inout DecisionContext) throws(Refusal) {
        if let administration = administration(in: context.node, context.catalogue) {
            try context.append(.adminGranted(.with { fact in
                fact.memberID = id
                fact.grant = administration
            }))
        }
        for product in products(in: context.node) { try context.assignLicense(of: product, to: id) }
        for grant in resourceRoles { try context.grantResourceRole(grant, to: id) }
        for workspace in workspaceIDs { try context.grantWorkspace(workspace, to: id) }
        for membership in groups { try context.addToGroup(membership.groupID, id, membership.period) }
        try context.applyGroupRules(RuleAttributes(profile), to: id)
    }

    /// The choices as they are carried out in an organization, for the invitation to remember.
    func terms(in node: OrganizationNode, _ catalogue: Catalogue) -> InvitationTerms {
        .with { terms in
            terms.role = role
            terms.customRoleID = customRoleID
            terms.rolePeriod = rolePeriod
            terms.seatType = seatType
            terms.admin = administration(in: node, catalogue)
            terms.productIDs = products(in: node)
            terms.resourceRoles = resourceRoles
            terms.workspaceIDs = workspaceIDs
            terms.groups = groups
        }
    }

    /// The products named, or for a STANDARD seat the plan's default.
    private func products(in node: OrganizationNode) -> [String] {
        guard productIDs.isEmpty, !withoutLicense, seatType == .standard else { return productIDs }
        return node.defaultProductID.isEmpty ? [] : [node.defaultProductID]
    }
}
