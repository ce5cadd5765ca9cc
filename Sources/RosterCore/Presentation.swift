// Presentation: records as the messages that callers see, as of a time.

public import RosterAPI
import WellKnown

extension OrganizationNode {
    /// The organization as Get shows it.
    public var organization: Organization {
        .with { message in
            message.organizationID = record.organizationID
            message.name = record.name
            message.kind = record.kind
            message.parentID = record.parentID
            message.state = state
            message.ownerID = record.ownerID
            message.timeZone = record.timeZone
            message.policies = record.policies
            message.plan = plan?.plan ?? ""
            message.createTime = Timestamp(unlessZero: record.createTime)
            message.updateTime = Timestamp(unlessZero: record.updateTime)
            message.deleteTime = Timestamp(unlessZero: record.deleteTime)
            message.purgeTime = Timestamp(unlessZero: record.purgeTime)
            message.revision = record.revision
        }
    }

    /// The organization as List shows it.
    var summary: OrganizationSummary {
        .with { message in
            message.organizationID = record.organizationID
            message.name = record.name
            message.state = state
            message.purgeTime = Timestamp(unlessZero: record.purgeTime)
            message.parentID = parentID
            message.accountCenter = has(.accountCenter)
            message.productIDs = pools.keys.sorted()
            message.hasMail = outbox.hasMail
        }
    }

    /// The subscription as GetSubscription shows it.
    public var subscription: Subscription {
        .with { message in
            message.organizationID = record.organizationID
            let subscribed = subscribed
            message.plan = subscribed.plan?.plan ?? ""
            message.features = features.features
            message.featuresToEnable = FeatureSet(subscribed.plan?.features ?? []).subtracting(features).features
            message.limits = subscribed.plan?.limits
            message.addOns = record.addOns
            message.defaultProductID = subscribed.plan?.defaultProductID ?? ""
            message.planTime = Timestamp(unlessZero: subscribed.planTime)
            message.revision = subscribed.revision
        }
    }

    /// The sub-account as the accounts above see it.
    public var subaccount: Subaccount {
        .with { message in
            message.organization = organization
            message.depth = Int32(depth)
            message.limits = record.quotaLimits
            message.members = Int32(truncatingIfNeeded: counts.present)
            message.subaccounts = Int32(truncatingIfNeeded: children.count)
        }
    }

    /// A member as Get shows it at a time; nil if there is none.
    public func member(_ id: MemberID, at time: Int64) -> Member? { members[id].map { message(of: $0, at: time) } }

    /// When a member came in; 0 for one who never did. Whoever was taken back without having accepted came by its creation.
    public func joinTime(of member: MemberRecord) -> Int64 {
        if let invitation = invitations[member.invitationID], invitation.state == .accepted { return invitation.endTime }
        return member.invitationID.isZero || member.state == .active || member.state == .suspended ? member.createTime : 0
    }

    /// A member's message at a time.
    public func message(of node: MemberNode, at time: Int64) -> Member {
        let member = node.record
        return .with { message in
            message.organizationID = record.organizationID
            message.memberID = member.memberID
            message.email = member.personal?.email ?? ""
            message.profile = member.personal?.profile
            message.role = member.role(at: time)
            // What is over shows no more, whether the sweeper has passed or not.
            message.rolePeriod = time < member.roleValidity.end ? member.roleValidity.period : nil
            message.seatType = member.seatType
            message.state = member.state
            if var administration = member.administration(at: time) {
                administration.period = member.adminValidity.period
                message.admin = administration
            }
            message.licenses = member.licenses.compactMap { assignments[$0] }.filter { time < $0.validity.end }.map { assignment in
                .with { license in
                    license.licenseID = assignment.licenseID
                    license.productID = assignment.productID
                    license.state = assignment.state
                    license.period = assignment.validity.period
                    license.assignTime = Timestamp(unlessZero: assignment.assignTime)
                    license.activateTime = Timestamp(unlessZero: assignment.activateTime)
                    license.parkTime = Timestamp(unlessZero: assignment.parkTime)
                }
            }
            message.groups = groups(of: member, at: time)
            message.createTime = Timestamp(unlessZero: member.createTime)
            message.joinTime = Timestamp(unlessZero: joinTime(of: member))
            message.activationTime = Timestamp(unlessZero: member.activateTime)
            message.revision = member.revision
            message.lastLoginTime = Timestamp(unlessZero: member.lastLoginTime)
            message.updateTime = Timestamp(unlessZero: member.updateTime)
            message.resourceRoles = member.resourceRoles.filter { time < $0.validity.end }.map(\.grant)
            message.workspaceIDs = member.workspaces
            message.suspendTime = Timestamp(unlessZero: member.suspendTime)
            message.removeTime = Timestamp(unlessZero: member.removeTime)
            message.crmSync = crmSync(of: member)
            if message.role == .custom { message.customRoleID = member.customRoleID }
            if member.state != .removed { message.capabilities = member.capabilities(node.rules.customRole, at: time) }
            message.invitationID = member.invitationID
            message.inviteTime = Timestamp(unlessZero: member.inviteTime)
        }
    }

    /// A license as ListAssignments shows it at a time; one that ended by time alone shows as revoked then.
    public func assignment(_ id: LicenseID, at time: Int64) -> LicenseAssignment? {
        guard let assignment = assignments[id] else { return nil }
        let hasEnded = assignment.state != .revoked && assignment.validity.end <= time
        return .with { message in
            message.organizationID = record.organizationID
            message.licenseID = assignment.licenseID
            message.memberID = assignment.memberID
            message.productID = assignment.productID
            message.state = hasEnded ? .revoked : assignment.state
            message.period = assignment.validity.period
            message.assignTime = Timestamp(unlessZero: assignment.assignTime)
            message.activateTime = Timestamp(unlessZero: assignment.activateTime)
            message.revokeTime = Timestamp(unlessZero: hasEnded ? assignment.validity.end : assignment.revokeTime)
            message.parkTime = hasEnded ? nil : Timestamp(unlessZero: assignment.parkTime)
            message.revision = assignment.revision
        }
    }

    /// A pool as ListPools shows it at a time; nil if the organization has none for the product.
    public func pool(_ product: String, at time: Int64) -> LicensePool? {
        guard let pool = pools[product] else { return nil }
        return .with { message in
            message.organizationID = record.organizationID
            message.productID = product
            message.seats = pool.seatCounts(at: time)
            message.createTime = Timestamp(unlessZero: pool.record.createTime)
            message.updateTime = Timestamp(unlessZero: pool.record.updateTime)
            message.revision = pool.record.revision
        }
    }

    /// The seats of all products and of each, as GetSeatSummary shows them; `revision` is left to the caller.
    public func seatSummary(in state: TreeState, at time: Int64) -> GetSeatSummaryResponse {
        .with { summary in
            summary.pools = pools.keys.sorted().compactMap { pool($0, at: time) }
            var total = SeatCounts()
            for seats in summary.pools.compactMap(\.seats) {
                total.purchased += seats.purchased
                total.active += seats.active
                total.pending += seats.pending
                total.parked += seats.parked
                total.available += seats.available
            }
            summary.total = total
            summary.limited = Int32(truncatingIfNeeded: counts.limited)
            summary.assignmentCap = assignmentCap(in: state, at: time)
        }
    }
}

extension PoolNode {
    func seatCounts(at time: Int64) -> SeatCounts {
        let seats = seats(at: time)
        return .with { message in
            message.purchased = seats.purchased
            message.active = seats.active
            message.pending = seats.pending
            message.parked = seats.parked
            message.available = seats.purchased - seats.active - seats.pending
        }
    }
}

extension KeyRecord {
    /// The key as List shows it at a time.
    public func message(at time: Int64) -> Key {
        .with { message in
            message.organizationID = organizationID
            message.keyID = keyID
            message.name = name
            message.permissions = permissions
            message.ceiling = ceiling
            message.state = revokeTime != 0 ? .revoked : (expireTime != 0 && expireTime <= time ? .expired : .active)
            message.expireTime = Timestamp(unlessZero: expireTime)
            message.createTime = Timestamp(unlessZero: createTime)
            message.updateTime = Timestamp(unlessZero: updateTime)
            message.revokeTime = Timestamp(unlessZero: revokeTime)
            message.previousSecretExpireTime = time < previousSecretExpireTime ? Timestamp(nanosecondsSince1970: previousSecretExpireTime) : nil
            message.revision = revision
        }
    }

    /// Whether the key opens anything at this time.
    public func isActive(at time: Int64) -> Bool { revokeTime == 0 && (expireTime == 0 || time < expireTime) }
}
