// Resources: connected profiles and ad accounts, and what is known of their tokens (product.md 3.1, rows 73, 74, 93 to 96).

public import RosterAPI
import WellKnown

public enum Resources {
    /// Connects a profile or an ad account.
    public enum Connect: Command {
        public static let method = Methods.Resources.connect

        public static func validate(_ request: ConnectResourceRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard [.socialProfile, .adAccount].contains(request.kind) else { throw .invalid("kind", "SOCIAL_PROFILE or AD_ACCOUNT") }
            _ = try network(request.network)
            try Validation.name(request.externalID, "external_id")
            try Validation.name(request.displayName, "display_name")
            try Validation.token(request.expireTime, request.scopes)
        }

        private static func network(_ text: String) throws(Refusal) -> String {
            let network = text.lowercased()
            let isName = (1...64).contains(network.utf8.count) && network.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
                default: false
                }
            }
            guard isName else { throw .invalid("network", "1 to 64 letters, digits, _, - and .") }
            return network
        }

        public static func decide(_ request: ConnectResourceRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsAhead(request.expireTime)
            let network = try network(request.network)
            guard context.node.resources.resource(network: network, externalID: request.externalID) == nil else {
                throw .nameInUse("the organization has a resource with this id on the network")
            }
            let id: ResourceID = context.newID()
            let member = context.callingMember
            try context.append(.resourceConnected(.with { fact in
                fact.resourceID = id
                fact.kind = request.kind
                fact.network = network
                fact.externalID = request.externalID
                fact.name = request.displayName
                fact.connectedBy = member?.memberID ?? MemberID()
                fact.expireTime = request.expireTime
                fact.scopes = request.scopes
            }))
            guard let member, member.seatType != .limited, !member.role(at: context.now).impliesResourceAdmin else { return }
            try context.grantResourceRole(.with { $0.resourceID = id; $0.role = .admin }, to: member.memberID)
        }

        public static func answer(_ request: ConnectResourceRequest, _ version: Version) -> ConnectResourceResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .resourceConnected(let fact) = event.fact {
                        response.resource = version.state[request.organizationID]?.resource(fact.resourceID, at: version.state.time)
                    }
                }
            }
        }
    }

    /// Changes what a resource is called, or takes note that its token is revoked.
    public enum Update: Command {
        public static let method = Methods.Resources.update

        private static func mask(_ request: UpdateResourceRequest) throws(Refusal) -> UpdateMask {
            let resource = request.resource ?? Resource()
            return try UpdateMask(request.updateMask, fields: [
                ("display_name", !resource.displayName.isEmpty), ("connection.state", resource.connection?.state == .revoked),
            ])
        }

        public static func validate(_ request: UpdateResourceRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let resource = request.resource ?? Resource()
            if mask.contains("display_name") { try Validation.name(resource.displayName, "resource.display_name") }
            if mask.contains("connection.state"), resource.connection?.state != .revoked {
                throw .invalid("resource.connection.state", "REVOKED; all else follows from the token")
            }
        }

        public static func demands(of request: UpdateResourceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Resources.demands(.profileConfigure, on: request.resource?.resourceID ?? ResourceID(), or: .resourcesManage)
        }

        public static func decide(_ request: UpdateResourceRequest, _ context: inout DecisionContext) throws(Refusal) {
            let mask = try mask(request)
            let record = try Resources.record(request.resource?.resourceID ?? ResourceID(), context)
            if mask.contains("display_name"), let name = request.resource?.displayName, name != record.displayName {
                try context.append(.resourceUpdated(.with { $0.resourceID = record.resourceID; $0.name = name }))
            }
            if mask.contains("connection.state"), record.revokeTime == 0 {
                try context.append(.connectionRevoked(.with { $0.resourceID = record.resourceID }))
            }
        }

        public static func answer(_ request: UpdateResourceRequest, _ version: Version) -> UpdateResourceResponse {
            .with { $0.resource = version.state[request.organizationID]?.resource(request.resource?.resourceID ?? ResourceID(), at: version.state.time) }
        }
    }

    /// Takes note of a new token.
    public enum RenewConnection: Command {
        public static let method = Methods.Resources.renewConnection

        public static func validate(_ request: RenewConnectionRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Validation.token(request.expireTime, request.scopes)
        }

        public static func demands(of request: RenewConnectionRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Resources.demands(.connectionRenew, on: request.resourceID)
        }

        public static func decide(_ request: RenewConnectionRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.checkIsAhead(request.expireTime)
            let record = try Resources.record(request.resourceID, context)
            let member = context.callingMember
            try context.append(.connectionRenewed(.with { fact in
                fact.resourceID = request.resourceID
                fact.connectedBy = member?.memberID ?? record.connectedBy
                fact.expireTime = request.expireTime
                fact.scopes = request.scopes
            }))
        }

        public static func answer(_ request: RenewConnectionRequest, _ version: Version) -> RenewConnectionResponse {
            .with { $0.resource = version.state[request.organizationID]?.resource(request.resourceID, at: version.state.time) }
        }
    }

    /// Removes a resource with its connection, and every role on it.
    public enum Disconnect: Command {
        public static let method = Methods.Resources.disconnect

        public static func demands(of request: DisconnectResourceRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            Resources.demands(.connectionDelete, on: request.resourceID)
        }

        public static func decide(_ request: DisconnectResourceRequest, _ context: inout DecisionContext) throws(Refusal) {
            try context.append(.resourceDisconnected(.with { $0.resourceID = request.resourceID }))
        }

        public static func answer(_ request: DisconnectResourceRequest, _ version: Version) -> DisconnectResourceResponse { DisconnectResourceResponse() }
    }

    private static func demands(_ permission: Permission, on resource: ResourceID, or organization: Permission? = nil) -> Demands {
        var demands = Demands()
        demands.target = .resource(resource)
        demands.onResource = Demands.OnResource(permission: permission, organization: organization)
        return demands
    }

    private static func record(_ id: ResourceID, _ context: DecisionContext) throws(Refusal) -> ResourceRecord {
        guard let record = context.node.resources[id]?.record else { throw .notFound() }
        return record
    }
}

extension DecisionContext {
    /// The member of this organization that the call is made for; nil for a key as itself and for a parent's administrator.
    var callingMember: MemberRecord? { caller.memberID.flatMap { node.members[$0]?.record } }

    /// What has ended already is connected by nobody.
    func checkIsAhead(_ expireTime: Timestamp?) throws(Refusal) {
        guard expireTime.map({ $0.nanosecondsSince1970 > now }) ?? true else { throw .invalid("expire_time", "later than now") }
    }
}
