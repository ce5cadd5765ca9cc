// MemberOperations: people come, change, are put aside, leave and come back.

public import RosterAPI
public import RosterCore
import WellKnown

/// What a new member is given (C8: by Create and by Invite alike).
public struct Setup: Sendable {
    var role = OrganizationRole.member
    var custom = RoleID()
    var roleSpan = Stretch.always
    var seat = SeatType.standard
    var admin: AdminRight?
    var products: [String] = []
    var withoutLicense = false
    var resourceRoles: [GivenResourceRole] = []
    var workspaces: [WorkspaceID] = []
    var groups: [GroupID: Stretch] = [:]

    func validate() throws {
        try refuse(role == .owner || (role == .connector) != (seat == .limited) || (role == .custom) == custom.isZero, .invalidField)
        try refuse(seat == .limited && admin != nil || admin?.level == .full && admin?.categories.isEmpty == false, .invalidField)
        try refuse(Set(products).count != products.count || !products.isEmpty && withoutLicense, .invalidField)
        try GivenResourceRole.validate(resourceRoles)
        let hasEverything = [.coOwner, .manager].contains(role)
        try refuse(Set(workspaces).count != workspaces.count, .invalidField)
        try refuse((seat == .limited || hasEverything) && !(resourceRoles.isEmpty && workspaces.isEmpty), .invalidField)
    }

    func add(to needs: inout Needs, _ scene: Scene) {
        needs.give(role, custom)
        if role == .custom || NaiveModel.rank(role) > 40 { needs.permissions.append(.membersManageRoles) }
        if admin != nil { needs.permissions.append(.adminsManage) }
        needs.give(scene.model.completed(admin, in: scene.organization))
        if !products.isEmpty { needs.permissions.append(.licensesAssign) }
        if !groups.isEmpty { needs.permissions.append(.groupsEditMembers) }
        needs.targets += groups.keys.map { .group($0) }
        if seat == .limited { needs.features.append(.profileConnector) }
        if !resourceRoles.isEmpty { needs.permissions.append(.membersManageRoles) }
        needs.give(resourceRoles)
        if !workspaces.isEmpty { needs.permissions.append(.workspacesManage) }
        needs.targets += workspaces.map { .workspace($0) }
    }

    var memberships: [GroupMembership] {
        groups.sorted { $0.key < $1.key }.map { group, span in .with { $0.groupID = group; $0.period = span.period } }
    }

    /// What of it still exists; nil when the role is gone.
    func remaining(in account: NaiveAccount) -> Setup? {
        if !custom.isZero, account.roles[custom] == nil { return nil }
        var left = self
        left.resourceRoles = resourceRoles.filter { account.resources[$0.resource] != nil && ($0.custom.isZero || account.roles[$0.custom] != nil) }
        left.workspaces = workspaces.filter { account.workspaces[$0] != nil }
        left.groups = groups.filter { account.groups[$0.key] != nil }
        return left
    }

    /// A sub-account that has no seats of the plan's product gives none.
    func products(_ model: NaiveModel, in organization: OrganizationID) -> [String] {
        guard products.isEmpty, seat == .standard, !withoutLicense, let standard = model.defaultProduct else { return products }
        let account = model.accounts[organization]
        return account?.parent == nil || account?.pools[standard] != nil ? [standard] : []
    }

    func judge(_ scene: Scene) throws {
        try scene.refuseOver(roleSpan)
        for role in resourceRoles { try scene.refuseOver(role.span) }
        for span in groups.values { try scene.refuseOver(span) }
        guard let admin = scene.model.completed(admin, in: scene.organization) else { return }
        try scene.refuseOver(admin.span)
        try refuse(scene.model.hasUnavailableCategory(admin, in: scene.organization), .categoryNotAvailable)
    }

    func judge(for email: String, _ scene: Scene) throws {
        try refuse(scene.account.isTaken(email), .emailInUse)
        try refuse(scene.model.isFull, .quotaExceeded)
        for (index, product) in products(scene.model, in: scene.organization).enumerated() {
            try scene.refuseAssignment(of: product, to: nil, seat, alsoMade: index)
        }
    }

    func person(_ email: String, _ model: NaiveModel, in organization: OrganizationID) -> NaivePerson {
        var person = NaivePerson(email: email, role: role, seat: seat)
        person.customRole = custom
        person.roleSpan = roleSpan
        person.admin = model.completed(admin, in: organization)
        person.resourceRoles = Dictionary(resourceRoles.map { ($0.resource, $0.naive) }) { $1 }
        person.workspaces = Set(workspaces)
        person.groups = groups
        return person
    }
}

struct CreateMember: ModelCommand {
    let email: String
    let title: String
    let setup: Setup

    func validate() throws {
        try refuse(!email.contains("@"), .invalidEmail)
        try setup.validate()
    }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.membersWrite)
        setup.add(to: &needs, scene)
        return needs
    }

    func judge(_ scene: Scene) throws {
        try setup.judge(scene)
        try setup.judge(for: email, scene)
    }

    func apply(to model: inout NaiveModel, _ done: Done) {
        guard let id = done.made({ event -> MemberID? in if case .memberCreated(let fact) = event.fact { fact.memberID } else { nil } }).first else { return }
        var person = setup.person(email, model, in: done.organization)
        person.title = title
        model.accounts[done.organization]?.people[id] = person
        model.accounts[done.organization]?.applyRules(title: title, to: id)
        for (product, license) in zip(setup.products(model, in: done.organization), done.newLicenses) { model.assigned(license, product, to: id, in: done.organization, .always, at: done.now) }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.Create.self) { request in
            request.organizationID = draft.organization
            request.email = email
            request.role = setup.role
            request.customRoleID = setup.custom
            request.rolePeriod = setup.roleSpan.period
            request.seatType = setup.seat
            request.admin = setup.admin?.grant()
            request.productIDs = setup.products
            request.withoutLicense = setup.withoutLicense
            request.resourceRoles = setup.resourceRoles.map(\.message)
            request.workspaceIDs = setup.workspaces
            request.groups = setup.memberships
            if !title.isEmpty { request.profile = .with { $0.title = title } }
        }
    }
}

/// Of somebody's own accord or by another: the address is who the member is.
public struct SetEmail: ModelCommand {
    public let member: MemberID
    public let email: String

    public init(member: MemberID, email: String) {
        self.member = member
        self.email = email
    }

    public func validate() throws { try refuse(!email.contains("@"), .invalidEmail) }

    public func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.membersWrite, targets: [.member(member)])
        if let person = scene.person(member), person.email != email || person.isErased {
            needs.standing = [member]
            // Who administers from above brings FULL along.
            if scene.model.above(scene.organization).contains(where: { $0.people.values.contains { $0.email == email && $0.isOrWillBeFull(at: scene.now) } }) {
                needs.admin = AdminRight(level: .full)
            }
        }
        needs.allowsSelf = true
        needs.allowsOwner = true
        return needs
    }

    public func judge(_ scene: Scene) throws {
        guard let person = scene.person(member) else { return }
        try refuse(person.state == .removed, .wrongState)
        if person.email == email { return }
        try refuse(scene.account.isTaken(email), .emailInUse)
        try refuse(person.role == .owner && scene.isOwnerTaken(email), .alreadyOwnsOrganization)
    }

    public func apply(to account: inout NaiveAccount, _ done: Done) {
        guard let person = account.people[member], person.email != email else { return }
        account.people[member]?.email = email
        // The open invitation was somebody else's; the member goes on waiting under one of its own.
        if person.state == .pending, let before = account.invitations[person.invitation], let new = done.newInvitations.first {
            account.invitations[person.invitation]?.state = .revoked
            account.invite(member, new, before.terms, at: done.now)
        }
        if account.people[member]?.takesPartInCrm == true { account.people[member]?.sync(.pending, done.now) }
    }

    public func call(_ draft: Draft) -> Call {
        draft.call(Members.Update.self) { request in
            request.member = .with { $0.organizationID = draft.organization; $0.memberID = member; $0.email = email }
        }
    }
}

struct SetTitle: ModelCommand {
    let member: MemberID
    let title: String

    func needs(_ scene: Scene) -> Needs { Needs(.membersWrite, targets: [.member(member)]) }
    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state == .removed, .wrongState) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let isNew = account.people[member]?.title.lowercased() != title.lowercased()
        account.people[member]?.title = title
        if isNew { account.applyRules(title: title, to: member) }
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.Update.self) { request in
            request.member = .with { $0.organizationID = draft.organization; $0.memberID = member; $0.profile = .with { $0.title = title } }
            request.updateMask = FieldMask(paths: ["profile.title"])
        }
    }
}

struct SetRole: ModelCommand {
    let member: MemberID
    let role: OrganizationRole
    let custom: RoleID
    let span: Stretch

    func validate() throws { try refuse([.owner, .connector].contains(role) || (role == .custom) == custom.isZero, .invalidField) }

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(.membersManageRoles, of: member)
        needs.give(role, custom)
        return needs
    }

    func judge(_ scene: Scene) throws {
        try scene.refuseOver(span)
        try refuse(scene.person(member)?.state == .removed, .wrongState)
        try refuse(scene.person(member)?.seat == .limited, .seatType)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        guard let person = account.people[member] else { return }
        // The same again changes nothing, not even the toggles.
        if person.role == role, person.customRole == custom, person.roleSpan == span { return }
        account.people[member]?.give(role, custom, span)
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.SetOrganizationRole.self) { request in
            request.organizationID = draft.organization
            request.memberID = member
            request.role = role
            request.customRoleID = custom
            request.period = span.period
        }
    }
}

struct SetCapabilities: ModelCommand {
    let member: MemberID
    let connects: Bool?
    let managesWorkspaces: Bool?

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(.membersManageRoles, of: member)
        guard let person = scene.person(member) else { return needs }
        // What is switched on is given.
        needs.held = NaiveModel.permissions(person.role, connects: connects, managesWorkspaces: managesWorkspaces)
            .subtracting(NaiveModel.permissions(person.role, connects: person.connects, managesWorkspaces: person.managesWorkspaces))
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let person = scene.person(member) else { return }
        try refuse(person.state == .removed, .wrongState)
        try refuse(person.seat == .limited, .seatType)
        let has = NaiveModel.hasToggle(person.role)
        try refuse(connects != nil && !has.connects || managesWorkspaces != nil && !has.managesWorkspaces, .wrongState)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        account.people[member]?.connects = connects
        account.people[member]?.managesWorkspaces = managesWorkspaces
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.SetCapabilities.self) { request in
            request.organizationID = draft.organization
            request.memberID = member
            request.capabilities = .with { $0.connectResources = connects; $0.manageWorkspaces = managesWorkspaces }
        }
    }
}

// MARK: States

struct Suspend: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs { .standing(.membersWrite, of: member) }
    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state != .active, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.people[member]?.state = .suspended }
    func call(_ draft: Draft) -> Call { draft.call(Members.Suspend.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

struct Reactivate: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs { .standing(.membersWrite, of: member) }
    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state != .suspended, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.people[member]?.state = .active }
    func call(_ draft: Draft) -> Call { draft.call(Members.Reactivate.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

/// Everybody but the owner may leave.
struct Remove: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs.standing(scene.caller.member == member ? .organizationRead : .membersRemove, of: member)
        needs.allowsSelf = true
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state == .removed, .wrongState) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        if account.people[member]?.state == .pending, let invitation = account.people[member]?.invitation { account.invitations[invitation]?.state = .revoked }
        account.remove(member)
    }

    func call(_ draft: Draft) -> Call { draft.call(Members.Remove.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

struct Erase: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs {
        var needs = Needs(.membersRemove, targets: [.member(member)])
        needs.worksWhileInactive = true
        return needs
    }

    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state != .removed, .wrongState) }
    func apply(to account: inout NaiveAccount, _ done: Done) { account.people[member]?.isErased = true }
    func call(_ draft: Draft) -> Call { draft.call(Members.Erase.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

struct Login: ModelCommand {
    let member: MemberID

    func needs(_ scene: Scene) -> Needs { Needs(scene.caller.member == member ? .organizationRead : .membersWrite, targets: [.member(member)]) }
    func judge(_ scene: Scene) throws { try refuse(scene.person(member)?.state != .active, .wrongState) }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        for (license, value) in account.licenses where value.member == member && value.state == .pending && value.span.contains(done.now) {
            account.licenses[license]?.state = .active
        }
    }

    func call(_ draft: Draft) -> Call { draft.call(Members.RecordLogin.self) { $0.organizationID = draft.organization; $0.memberID = member } }
}

/// A removed member comes back with a role and nothing else.
struct Restore: ModelCommand {
    let member: MemberID
    let role: OrganizationRole
    let custom: RoleID
    let span: Stretch

    func validate() throws {
        try refuse(role == .owner, .invalidField)
        try refuse((role == .custom) == custom.isZero && (role != .unspecified || !custom.isZero), .invalidField)
    }

    private func role(_ person: NaivePerson?) -> OrganizationRole { role != .unspecified ? role : person?.seat == .limited ? .connector : .member }

    func needs(_ scene: Scene) -> Needs {
        let role = role(scene.person(member))
        var needs = Needs.standing(.membersWrite, of: member)
        needs.give(role, custom)
        if role == .custom || NaiveModel.rank(role) > 40 { needs.permissions.append(.membersManageRoles) }
        if role == .connector { needs.features = [.profileConnector] }
        return needs
    }

    func judge(_ scene: Scene) throws {
        guard let person = scene.person(member) else { return }
        try scene.refuseOver(span)
        try refuse(person.state != .removed || person.isErased, .wrongState)
        try refuse((role(person) == .connector) != (person.seat == .limited), .seatType)
        try refuse(scene.account.isTaken(person.email), .emailInUse)
        try refuse(scene.model.isFull, .quotaExceeded)
    }

    func apply(to account: inout NaiveAccount, _ done: Done) {
        let role = role(account.people[member])
        account.people[member]?.state = .active
        account.people[member]?.give(role, custom, span)
    }

    func call(_ draft: Draft) -> Call {
        draft.call(Members.Restore.self) { request in
            request.organizationID = draft.organization
            request.memberID = member
            request.role = role
            request.customRoleID = custom
            request.rolePeriod = span.period
        }
    }
}
