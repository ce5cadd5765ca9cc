// Keys: how services prove who they are. Rules see hashes of secrets only.

public import RosterAPI
import WellKnown

public enum Keys {
    /// Makes a key, in an organization or platform-wide.
    public enum Create: Command {
        public static let method = Methods.Keys.create

        public static func validate(_ request: CreateKeyRequest, _ catalogue: Catalogue) throws(Refusal) {
            try Keys.validate(request.name, request.permissions, request.ceiling, request.expireTime, request.organizationID, "")
        }

        public static func demands(of request: CreateKeyRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            demands.grants = [.key(ceiling: request.ceiling, request.permissions, expireTime: request.expireTime?.nanosecondsSince1970 ?? 0)]
            return demands
        }

        public static func decide(_ request: CreateKeyRequest, _ context: inout DecisionContext) throws(Refusal) {
            try Keys.checkExpiry(request.expireTime, context)
            let id: KeyID = context.newID()
            try context.append(.keyCreated(.with { fact in
                fact.keyID = id
                fact.name = request.name
                fact.permissions = Keys.sorted(request.permissions)
                fact.ceiling = request.ceiling
                fact.expireTime = request.expireTime
            }))
            context.setSecret(of: id)
        }

        public static func answer(_ request: CreateKeyRequest, _ version: Version) -> CreateKeyResponse {
            .with { response in
                for event in version.entry?.events ?? [] {
                    if case .keyCreated(let fact) = event.fact { response.key = version.state.keys[fact.keyID]?.message(at: version.state.time) }
                }
            }
        }
    }

    /// Changes what a key is called, may do, and how long it lives.
    public enum Update: Command {
        public static let method = Methods.Keys.update

        private static func mask(_ request: UpdateKeyRequest) throws(Refusal) -> UpdateMask {
            let key = request.key ?? Key()
            return try UpdateMask(request.updateMask, fields: [
                ("name", !key.name.isEmpty), ("permissions", !key.permissions.isEmpty), ("ceiling", key.ceiling != 0),
                ("expire_time", key.expireTime != nil),
            ])
        }

        /// The key as it would be.
        private static func updated(_ key: KeyRecord, by request: UpdateKeyRequest) throws(Refusal) -> KeyRecord {
            let mask = try mask(request)
            let wanted = request.key ?? Key()
            var key = key
            if mask.contains("name") { key.name = wanted.name }
            if mask.contains("permissions") { key.permissions = Keys.sorted(wanted.permissions) }
            if mask.contains("ceiling") { key.ceiling = wanted.ceiling }
            if mask.contains("expire_time") { key.expireTime = wanted.expireTime?.nanosecondsSince1970 ?? 0 }
            return key
        }

        public static func validate(_ request: UpdateKeyRequest, _ catalogue: Catalogue) throws(Refusal) {
            let mask = try mask(request)
            let key = request.key ?? Key()
            try Keys.validate(
                mask.contains("name") ? key.name : "-", mask.contains("permissions") ? key.permissions : [], mask.contains("ceiling") ? key.ceiling : 0,
                mask.contains("expire_time") ? key.expireTime : nil, key.organizationID, "key.")
        }

        public static func demands(of request: UpdateKeyRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Demands()
            let id = request.key?.keyID ?? KeyID()
            demands.target = .key(id)
            demands.changesStanding = true
            if let key = context.state.keys[id], let updated = try? updated(key, by: request) {
                demands.grants = [.key(ceiling: updated.ceiling, updated.permissions, expireTime: updated.expireTime)]
            }
            return demands
        }

        public static func decide(_ request: UpdateKeyRequest, _ context: inout DecisionContext) throws(Refusal) {
            let key = try Keys.live(request.key?.keyID ?? KeyID(), context)
            let updated = try updated(key, by: request)
            if updated.expireTime != key.expireTime { try Keys.checkExpiry(Timestamp(unlessZero: updated.expireTime), context) }
            guard updated != key else { return }
            try context.append(.keyUpdated(.with { fact in
                fact.keyID = key.keyID
                fact.name = updated.name
                fact.permissions = updated.permissions
                fact.ceiling = updated.ceiling
                fact.expireTime = Timestamp(unlessZero: updated.expireTime)
            }))
        }

        public static func answer(_ request: UpdateKeyRequest, _ version: Version) -> UpdateKeyResponse {
            .with { $0.key = version.state.keys[request.key?.keyID ?? KeyID()]?.message(at: version.state.time) }
        }
    }

    /// Ends a key at once.
    public enum Revoke: Command {
        public static let method = Methods.Keys.revoke

        public static func demands(of request: RevokeKeyRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Keys.demands(on: request.keyID)
            demands.worksWhileInactive = true
            return demands
        }

        public static func decide(_ request: RevokeKeyRequest, _ context: inout DecisionContext) throws(Refusal) {
            let key = try Keys.live(request.keyID, context)
            try context.append(.keyRevoked(.with { $0.keyID = key.keyID }))
        }

        public static func answer(_ request: RevokeKeyRequest, _ version: Version) -> RevokeKeyResponse {
            .with { $0.key = version.state.keys[request.keyID]?.message(at: version.state.time) }
        }
    }

    /// Gives a key a new secret; the previous one may live on for a while.
    public enum Rotate: Command {
        public static let method = Methods.Keys.rotate
        /// Seven days.
        static let overlapSecondsMax: Int64 = 7 * 24 * 3600

        public static func validate(_ request: RotateKeyRequest, _ catalogue: Catalogue) throws(Refusal) {
            guard let overlap = request.overlap else { return }
            guard overlap.seconds >= 0, overlap.nanos >= 0, overlap.seconds < overlapSecondsMax || (overlap.seconds == overlapSecondsMax && overlap.nanos == 0)
            else { throw .invalid("overlap", "0 to 7 days") }
        }

        public static func demands(of request: RotateKeyRequest, in organization: OrganizationNode?, _ context: DecisionContext) -> Demands {
            var demands = Keys.demands(on: request.keyID)
            if let key = context.state.keys[request.keyID] { demands.grants = [.secret(of: key)] }
            return demands
        }

        public static func decide(_ request: RotateKeyRequest, _ context: inout DecisionContext) throws(Refusal) {
            let key = try Keys.live(request.keyID, context)
            let overlap = (request.overlap?.seconds ?? 0) * 1_000_000_000 + Int64(request.overlap?.nanos ?? 0)
            let end = context.now + overlap
            try context.append(.keyRotated(.with { fact in
                fact.keyID = key.keyID
                if overlap > 0 { fact.previousSecretExpireTime = Timestamp(nanosecondsSince1970: end) }
            }))
            context.setSecret(of: key.keyID)
        }

        public static func answer(_ request: RotateKeyRequest, _ version: Version) -> RotateKeyResponse {
            .with { $0.key = version.state.keys[request.keyID]?.message(at: version.state.time) }
        }
    }

    // MARK: What they share

    private static func validate(
        _ name: String, _ permissions: [Permission], _ ceiling: Int32, _ expireTime: Timestamp?, _ organization: OrganizationID, _ prefix: String
    ) throws(Refusal) {
        try Validation.name(name, prefix + "name")
        try Validation.permissions(permissions, prefix + "permissions")
        guard (0...100).contains(ceiling) else { throw .invalid(prefix + "ceiling", "0 to 100") }
        try Validation.timestamp(expireTime, prefix + "expire_time")
        let platformOnly = PermissionSet([.platformOrganizations, .platformKeys])
        guard organization.isPlatform || PermissionSet(permissions).isDisjoint(with: platformOnly) else {
            throw .invalid(prefix + "permissions", "permissions of the platform need a platform-wide key")
        }
    }

    private static func checkExpiry(_ time: Timestamp?, _ context: DecisionContext) throws(Refusal) {
        guard let time else { return }
        guard time.nanosecondsSince1970 > context.now else { throw .wrongState("the expiry lies in the past") }
    }

    private static func sorted(_ permissions: [Permission]) -> [Permission] { PermissionSet(permissions).permissions }

    private static func demands(on key: KeyID) -> Demands {
        var demands = Demands()
        demands.target = .key(key)
        demands.changesStanding = true
        demands.allowsSelf = true
        return demands
    }

    private static func live(_ id: KeyID, _ context: DecisionContext) throws(Refusal) -> KeyRecord {
        guard let key = context.state.keys[id] else { throw .notFound() }
        guard key.isActive(at: context.now) else { throw .wrongState("the key is no longer active") }
        return key
    }
}
