// Evolution: how a tree's state follows from its entries. Nothing is decided here.

import RosterAPI

/// An entry that doesn't fit the state it is applied to: the journal is damaged, or was written by a newer version.
public struct UnreadableHistory: Error, Sendable, Equatable {
    public let revision: Int64
    public let problem: String

    public init(revision: Int64, problem: String) {
        self.revision = revision
        self.problem = problem
    }
}

extension TreeState {
    /// Applies an entry: the next revision.
    /// - Parameters:
    ///   - personal: the rows of personal data of this revision. Erased ones are missing, which changes nothing that counts later.
    ///   - hash: the entry's hash in the chain.
    public mutating func evolve(_ entry: Entry, personal: [PersonalRow], hash: Hash256) throws(UnreadableHistory) {
        let header = entry.header ?? EntryHeader()
        guard header.organizationID == tree, header.revision == revision + 1 else {
            throw UnreadableHistory(revision: header.revision, problem: "not the successor of revision \(revision)")
        }
        let now = header.time?.nanosecondsSince1970 ?? 0
        for event in entry.events { try apply(event, by: header.actor, revision: header.revision, at: now) }
        for commitment in entry.commitments {
            guard let row = personal.first(where: { $0.subject == commitment.memberID }) else { continue }
            guard row.commitment == commitment.hash else {
                throw UnreadableHistory(revision: header.revision, problem: "personal data that is not what was committed to")
            }
            guard let data = try? PersonalData(decoding: row.bytes) else {
                throw UnreadableHistory(revision: header.revision, problem: "personal data that is no message")
            }
            try setPersonal(data, of: commitment.memberID, in: commitment.organizationID, at: now, revision: header.revision)
        }
        for secret in entry.secrets { keys[secret.keyID]?.secretHash = secret.hash }
        finish(entry, at: now, hash: hash)
    }

    /// What an entry does beside its events: it moves the tree on and is remembered by its request id.
    mutating func finish(_ entry: Entry, at now: Int64, hash: Hash256) {
        revision = entry.revision
        time = now
        chainHash = hash
        if entry.requestKey != .zero {
            var record = RequestRecord()
            record.key = entry.requestKey
            record.digest = entry.requestDigest
            record.revision = entry.revision
            record.time = now
            requests.insert(record)
        }
    }

    /// Applies one event of the entry with this revision.
    mutating func apply(_ event: Event, by actor: EntryActor?, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        let organization = event.organizationID
        if holdsWhat(isCreatedBy: event) { throw UnreadableHistory(revision: revision, problem: "an id that is made twice") }
        switch event.fact {
        case .organizationCreated(let fact):
            var record = OrganizationRecord()
            record.organizationID = organization
            record.revision = revision
            record.name = fact.name
            record.kind = fact.kind
            record.state = .active
            record.parentID = fact.parentID
            record.timeZone = fact.timeZone
            record.policies = fact.policies
            record.createTime = now
            record.updateTime = now
            organizations[organization] = OrganizationNode(record: record)
            try join(organization, named: fact.name, revision: revision)
        case .grantExpired(let fact) where !fact.keyID.isZero:
            try expireKey(fact, revision: revision)
        case let fact? where fact.invitationID != nil:
            try applyInvitation(event, fact.invitationID ?? InvitationID(), by: actor, revision: revision, at: now)
        case .keyCreated, .keyUpdated, .keyRevoked, .keyRotated:
            try applyKey(event, by: actor, revision: revision, at: now)
        case nil:
            throw UnreadableHistory(revision: revision, problem: "an event without a fact")
        default:
            guard organizations[organization] != nil else {
                throw UnreadableHistory(revision: revision, problem: "an event in an organization that doesn't exist")
            }
            let name = organizations[organization]?.record.name ?? ""
            try organizations[organization]?.mutate { (contents) throws(UnreadableHistory) in
                try contents.apply(event, revision: revision, at: now)
            }
            switch event.fact {
            case .organizationUpdated(let fact): if let newName = fact.name { rename(organization, from: name, to: newName) }
            case .organizationDeleted, .organizationUndeleted, .planChanged, .featureEnabled, .addOnPurchased: handDown(from: organization)
            default: break
            }
        }
    }

    /// Whether the id that an event makes exists already.
    func holdsWhat(isCreatedBy event: Event) -> Bool {
        switch event.fact {
        case .organizationCreated: organizations[event.organizationID] != nil
        case .memberCreated(let fact): organizations[event.organizationID]?.members[fact.memberID] != nil
        case .licenseAssigned(let fact): organizations[event.organizationID]?.assignments[fact.licenseID] != nil
        case .resourceConnected(let fact): organizations[event.organizationID]?.resources[fact.resourceID] != nil
        case .workspaceCreated(let fact): organizations[event.organizationID]?.resources.workspaces[fact.workspaceID] != nil
        case .keyCreated(let fact): keys[fact.keyID] != nil
        case .customRoleCreated(let fact): organizations[event.organizationID]?.customRoles[fact.roleID] != nil
        case .groupCreated(let fact): organizations[event.organizationID]?.groups.groups[fact.groupID] != nil
        case .groupRuleCreated(let fact): organizations[event.organizationID]?.groups.rules[fact.ruleID] != nil
        case .invitationCreated(let fact): organizations[event.organizationID]?.invitations[fact.invitationID] != nil
        case .mailQueued(let fact): organizations[event.organizationID]?.outbox.mails[fact.mailID] != nil
        default: false
        }
    }

    /// Sets what is known of a member.
    mutating func setPersonal(_ data: PersonalData, of member: MemberID, in organization: OrganizationID, at now: Int64, revision: Int64) throws(UnreadableHistory) {
        guard organizations[organization]?.members[member] != nil else {
            throw UnreadableHistory(revision: revision, problem: "personal data of a member who doesn't exist")
        }
        organizations[organization]?.mutate { $0.setPersonal(data, of: member, at: now) }
    }

    private mutating func applyKey(_ event: Event, by actor: EntryActor?, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .keyCreated(let fact):
            var record = KeyRecord()
            record.keyID = fact.keyID
            record.revision = revision
            record.organizationID = event.organizationID
            record.name = fact.name
            record.permissions = fact.permissions
            record.ceiling = fact.ceiling
            record.createTime = now
            record.updateTime = now
            record.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
            record.creatorKeyID = actor?.keyID ?? KeyID()
            record.creatorMemberID = actor?.memberID ?? MemberID()
            keys[fact.keyID] = record
            keyOrder.insert(fact.keyID)
            keyExpiries.count(record.expiries, by: 1)
        case .keyUpdated(let fact):
            try withKey(fact.keyID, revision: revision, at: now) { key in
                key.name = fact.name
                key.permissions = fact.permissions
                key.ceiling = fact.ceiling
                key.expireTime = fact.expireTime?.nanosecondsSince1970 ?? 0
            }
        case .keyRevoked(let fact):
            try withKey(fact.keyID, revision: revision, at: now) { key in
                key.revokeTime = now
                key.previousSecretHash = []
                key.previousSecretExpireTime = 0
            }
        case .keyRotated(let fact):
            // The new hash comes with the entry's secrets, after all events.
            try withKey(fact.keyID, revision: revision, at: now) { key in
                key.rotateTime = now
                key.previousSecretExpireTime = fact.previousSecretExpireTime?.nanosecondsSince1970 ?? 0
                key.previousSecretHash = key.previousSecretExpireTime == 0 ? [] : key.secretHash
            }
        default:
            return
        }
    }

    mutating func withKey(_ id: KeyID, revision: Int64, at now: Int64, _ change: (inout KeyRecord) -> Void) throws(UnreadableHistory) {
        guard var key = keys[id] else { throw UnreadableHistory(revision: revision, problem: "a key that doesn't exist") }
        keyExpiries.count(key.expiries, by: -1)
        change(&key)
        key.revision = revision
        key.updateTime = now
        keyExpiries.count(key.expiries, by: 1)
        keys[id] = key
    }
}

extension OrganizationContents {
    mutating func apply(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .organizationUpdated(let fact):
            if let name = fact.name { record.name = name }
            if let timeZone = fact.timeZone { record.timeZone = timeZone }
            if let policies = fact.policies { setPolicies(policies, at: now) }
            touch(revision, now)
        case .organizationDeleted(let fact):
            record.state = .deleted
            record.deleteTime = now
            record.purgeTime = fact.purgeTime?.nanosecondsSince1970 ?? 0
            touch(revision, now)
        case .organizationUndeleted:
            record.state = .active
            record.deleteTime = 0
            record.purgeTime = 0
            touch(revision, now)
        case .planChanged(let fact):
            record.plan = fact
            record.planTime = now
            record.enabledFeatures.removeAll { !fact.featuresOnRequest.contains($0) }
            record.subscriptionRevision = revision
            derivePlan()
            touch(revision, now)
        case .featureEnabled(let fact):
            if !record.enabledFeatures.contains(fact.feature) { record.enabledFeatures.append(fact.feature) }
            record.subscriptionRevision = revision
            derivePlan()
            touch(revision, now)
        case .addOnPurchased(let fact):
            var addOn = AddOn()
            addOn.productID = fact.productID
            addOn.seats = fact.seats
            addOn.purchaseTime = .init(nanosecondsSince1970: now)
            record.addOns.append(addOn)
            record.subscriptionRevision = revision
            touch(revision, now)
        case .ownershipTransferred(let fact):
            record.ownerID = fact.memberID
            touch(revision, now)
        case .quotaLimitsChanged(let fact):
            record.quotaLimits = fact.limits
            touch(revision, now)
        case .licensePoolUpdated, .licenseAssigned, .licenseActivated, .licenseRevoked, .licenseParked, .licenseUnparked:
            try applyLicense(event, revision: revision, at: now)
        case .crmSettingsUpdated, .crmSyncChanged, .featureSettingsUpdated:
            try applySettings(event, revision: revision, at: now)
        case .resourceConnected, .resourceUpdated, .connectionRenewed, .connectionRevoked, .resourceDisconnected, .resourceRoleGranted,
            .resourceRoleRevoked, .workspaceCreated, .workspaceUpdated, .workspaceDeleted, .resourceAddedToWorkspace,
            .resourceRemovedFromWorkspace, .workspaceAccessGranted, .workspaceAccessRevoked:
            try applyResource(event, revision: revision, at: now)
        case .grantExpired(let fact):
            try expire(fact, revision: revision, at: now)
        case .customRoleCreated, .customRoleUpdated, .customRoleDeleted, .capabilitiesChanged:
            try applyRole(event, revision: revision, at: now)
        case .groupCreated, .groupUpdated, .groupDeleted, .groupMemberAdded, .groupMemberRemoved, .groupRuleCreated, .groupRuleDeleted:
            try applyGroup(event, revision: revision, at: now)
        case .universalLinkRotated(let fact):
            record.universalLinkGeneration = fact.generation
            touch(revision, now)
        case .mailQueued, .mailLeased, .mailDone:
            try outbox.apply(event, revision: revision, at: now)
            if case .mailQueued(let fact) = event.fact { noteMail(fact) }
        default:
            try applyMember(event, revision: revision, at: now)
        }
    }

    private mutating func touch(_ revision: Int64, _ now: Int64) {
        record.revision = revision
        record.updateTime = now
    }

    // MARK: Members

    private mutating func applyMember(_ event: Event, revision: Int64, at now: Int64) throws(UnreadableHistory) {
        switch event.fact {
        case .memberCreated(let fact):
            var member = MemberRecord()
            member.memberID = fact.memberID
            member.revision = revision
            member.give(fact.role, fact.customRoleID, Validity(fact.rolePeriod))
            member.seatType = fact.seatType
            member.state = fact.state
            member.createTime = now
            member.updateTime = now
            members[fact.memberID] = node(of: member, at: now)
            memberOrder.insert(fact.memberID)
            count(member, by: 1)
            if fact.role == .owner { record.ownerID = fact.memberID }
        case .memberUpdated(let fact):
            try withMember(fact.memberID, revision, now) { _ in }
        case .memberEmailChanged(let fact):
            try withMember(fact.memberID, revision, now) { _ in }
        case .memberRoleChanged(let fact):
            try withMember(fact.memberID, revision, now) { $0.give(fact.role, fact.customRoleID, Validity(fact.period)) }
        case .memberSuspended(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.state = .suspended
                member.suspendTime = now
            }
        case .memberReactivated(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.state = .active
                member.suspendTime = 0
            }
        case .memberRemoved(let fact):
            if let email = members[fact.memberID]?.record.personal?.email, memberByEmail[email] == fact.memberID { memberByEmail[email] = nil }
            try withMember(fact.memberID, revision, now) { member in
                member.state = .removed
                member.suspendTime = 0
                member.removeTime = now
                member.crmSync = nil
                member.forgetLapsedRole()
                // What still counted was taken away by facts of its own.
                member.resourceRoles = []
                member.workspaces = []
            }
        case .memberJoined(let fact):
            try withMember(fact.memberID, revision, now) { $0.state = .active }
        case .memberReinvited(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.state = .pending
                member.removeTime = 0
                member.give(fact.role, fact.customRoleID, Validity(fact.rolePeriod))
                member.forgetLapsedAdministration()
            }
            if let email = members[fact.memberID]?.record.personal?.email { memberByEmail[email] = fact.memberID }
        case .memberRestored(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.state = .active
                member.removeTime = 0
                member.give(fact.role, fact.customRoleID, Validity(fact.rolePeriod))
                member.forgetLapsedAdministration()
            }
            if let email = members[fact.memberID]?.record.personal?.email { memberByEmail[email] = fact.memberID }
        case .memberErased(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.personal = nil
                member.isErased = true
            }
        case .loginRecorded(let fact):
            try withMember(fact.memberID, revision, now) { $0.lastLoginTime = now }
        case .adminGranted(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.adminLevel = fact.grant?.level ?? .unspecified
                member.adminCategories = fact.grant?.categories ?? []
                member.adminValidity = Validity(fact.grant?.period)
                member.forgetLapsedAdministration()
            }
        case .adminRevoked(let fact):
            try withMember(fact.memberID, revision, now) { member in
                member.adminLevel = .unspecified
                member.adminCategories = []
                member.adminValidity = .always
                member.forgetLapsedAdministration()
            }
        default:
            throw UnreadableHistory(revision: revision, problem: "an event that this version doesn't know")
        }
    }

    /// - Parameter time: when what is computed from the record is computed; nil: at the change.
    mutating func withMember(
        _ id: MemberID, _ revision: Int64, _ now: Int64, computedAt time: Int64? = nil, _ change: (inout MemberRecord) -> Void
    ) throws(UnreadableHistory) {
        guard var member = members[id]?.record else { throw UnreadableHistory(revision: revision, problem: "a member who doesn't exist") }
        count(member, by: -1)
        change(&member)
        member.revision = revision
        member.updateTime = now
        count(member, by: 1)
        members[id] = node(of: member, at: time ?? now)
    }

    mutating func setPersonal(_ data: PersonalData, of id: MemberID, at now: Int64) {
        guard var member = members[id]?.record else { return }
        if member.state != .removed {
            if let previous = member.personal?.email, previous != data.email, memberByEmail[previous] == id { memberByEmail[previous] = nil }
            memberByEmail[data.email] = id
        }
        member.personal = data
        members[id] = node(of: member, at: now)
    }
}
