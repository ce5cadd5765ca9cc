// Snapshot: a whole tree as bytes, so that opening it needs only the entries since.

import HashTreeCollections
import RosterAPI
import Wire

/// One piece of a snapshot. The file's checksum and format are RosterStore's.
struct SnapshotPiece: Message {
    static let protoName = "roster.internal.SnapshotPiece"
    var piece: Piece?

    enum Piece: Sendable, Equatable {
        case head(SnapshotHead)
        /// The members, pools and assignments that follow are this organization's.
        case organization(OrganizationRecord)
        case member(MemberRecord)
        case pool(PoolRecord)
        case assignment(AssignmentRecord)
        case key(KeyRecord)
        case request(RequestRecord)
        case group(GroupRecord)
        case groupRule(GroupRuleRecord)
        case settings(SettingsRecord)
        case customRole(CustomRoleRecord)
        case resource(ResourceRecord)
        case workspace(WorkspaceRecord)
        case invitation(InvitationRecord)
        case mail(MailRecord)
    }

    init() {}
    init(_ piece: Piece) { self.piece = piece }

    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.oneof("piece", 1, "head", &piece, { if case .head(let x) = $0 { x } else { nil } }, Piece.head)
        try v.oneof("piece", 2, "organization", &piece, { if case .organization(let x) = $0 { x } else { nil } }, Piece.organization)
        try v.oneof("piece", 3, "member", &piece, { if case .member(let x) = $0 { x } else { nil } }, Piece.member)
        try v.oneof("piece", 4, "pool", &piece, { if case .pool(let x) = $0 { x } else { nil } }, Piece.pool)
        try v.oneof("piece", 5, "assignment", &piece, { if case .assignment(let x) = $0 { x } else { nil } }, Piece.assignment)
        try v.oneof("piece", 6, "key", &piece, { if case .key(let x) = $0 { x } else { nil } }, Piece.key)
        try v.oneof("piece", 7, "request", &piece, { if case .request(let x) = $0 { x } else { nil } }, Piece.request)
        try v.oneof("piece", 8, "group", &piece, { if case .group(let x) = $0 { x } else { nil } }, Piece.group)
        try v.oneof("piece", 10, "custom_role", &piece, { if case .customRole(let x) = $0 { x } else { nil } }, Piece.customRole)
        try v.oneof("piece", 11, "resource", &piece, { if case .resource(let x) = $0 { x } else { nil } }, Piece.resource)
        try v.oneof("piece", 12, "workspace", &piece, { if case .workspace(let x) = $0 { x } else { nil } }, Piece.workspace)
        try v.oneof("piece", 14, "settings", &piece, { if case .settings(let x) = $0 { x } else { nil } }, Piece.settings)
        try v.oneof("piece", 15, "group_rule", &piece, { if case .groupRule(let x) = $0 { x } else { nil } }, Piece.groupRule)
        try v.oneof("piece", 9, "invitation", &piece, { if case .invitation(let x) = $0 { x } else { nil } }, Piece.invitation)
        try v.oneof("piece", 13, "mail", &piece, { if case .mail(let x) = $0 { x } else { nil } }, Piece.mail)
    }
}

/// Which revision of which tree a snapshot is.
struct SnapshotHead: Message {
    static let protoName = "roster.internal.SnapshotHead"
    var tree = OrganizationID()
    var revision: Int64 = 0
    var time: Int64 = 0
    var chainHash = Hash256.zero
    /// How many pieces follow, so that a cut file is noticed.
    var pieces: Int64 = 0

    init() {}

    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "tree", &tree)
        try v.field(2, "revision", &revision)
        try v.field(3, "time", &time)
        try v.digest(4, "chain_hash", &chainHash)
        try v.field(5, "pieces", &pieces)
    }
}

extension TreeState {
    /// The whole state as length-prefixed messages: four bytes of length, little end first, and the message, again and again.
    public func snapshot() -> [UInt8] {
        var pieces: [UInt8] = []
        var count: Int64 = 0
        func add(_ piece: SnapshotPiece.Piece) {
            Self.append(SnapshotPiece(piece), to: &pieces)
            count += 1
        }
        for id in organizations.keys.sorted() {
            guard let node = organizations[id] else { continue }
            add(.organization(node.record))
            if node.settings != SettingsRecord() { add(.settings(node.settings)) }
            for product in node.pools.keys.sorted() {
                if let pool = node.pools[product] { add(.pool(pool.record)) }
            }
            // Before the members, whose nodes are made of them.
            for role in node.customRoles.order {
                if let role = node.customRoles[role] { add(.customRole(role.record)) }
            }
            for group in node.groups.order {
                if let group = node.groups.groups[group] { add(.group(group.record)) }
            }
            for rule in node.groups.ruleOrder {
                if let rule = node.groups.rules[rule] { add(.groupRule(rule)) }
            }
            for license in node.assignmentOrder {
                if let assignment = node.assignments[license] { add(.assignment(assignment)) }
            }
            for member in node.memberOrder {
                if let member = node.members[member] { add(.member(member.record)) }
            }
            for workspace in node.resources.workspaceOrder {
                if let workspace = node.resources.workspaces[workspace] { add(.workspace(workspace)) }
            }
            for resource in node.resources.inOrder { add(.resource(resource.record)) }
            for invitation in node.invitationOrder {
                if let invitation = node.invitations[invitation] { add(.invitation(invitation)) }
            }
            for mail in node.outbox.all { add(.mail(mail)) }
        }
        for id in keyOrder {
            if let key = keys[id] { add(.key(key)) }
        }
        for request in requests.all { add(.request(request)) }
        var head = SnapshotHead()
        head.tree = tree
        head.revision = revision
        head.time = time
        head.chainHash = chainHash
        head.pieces = count
        var bytes: [UInt8] = []
        Self.append(SnapshotPiece(.head(head)), to: &bytes)
        bytes.append(contentsOf: pieces)
        return bytes
    }

    private static func append(_ piece: SnapshotPiece, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: [0, 0, 0, 0])
        piece.append(to: &bytes)
        let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(index * 8)) }
    }

    /// Reads a snapshot; nil for bytes that are no whole snapshot of this version, which then is replayed instead.
    /// - Parameter requestRetention: how long request ids count, in nanoseconds.
    public init?(snapshot bytes: [UInt8], requestRetention: Int64? = nil) {
        var reader = SnapshotReader(bytes: bytes)
        guard case .head(let head)? = reader.next() else { return nil }
        self.init(tree: head.tree)
        if let requestRetention { requests.retention = requestRetention }
        revision = head.revision
        time = head.time
        chainHash = head.chainHash
        var contents: OrganizationContents?
        var members: [MemberID] = []
        var assignments: [LicenseID] = []
        var keyIDs: [KeyID] = []
        var count: Int64 = 0
        func close(_ contents: inout OrganizationContents?, _ organizations: inout TreeDictionary<OrganizationID, OrganizationNode>) {
            guard var closed = contents else { return }
            closed.memberOrder = SortedChunks(sorted: members)
            closed.assignmentOrder = SortedChunks(sorted: assignments)
            closed.deriveGroupMembers()
            organizations[closed.record.organizationID] = OrganizationNode(closed)
            contents = nil
            members.removeAll()
            assignments.removeAll()
        }
        while let piece = reader.next() {
            count += 1
            switch piece {
            case .head: return nil
            case .organization(let record):
                close(&contents, &organizations)
                contents = OrganizationContents(record: record)
            case .pool(let record): contents?.pools[record.productID] = PoolNode(record: record)
            case .assignment(let record):
                assignments.append(record.licenseID)
                contents?.assignments[record.licenseID] = record
                contents?.count(record, by: 1)
            case .member(let record):
                members.append(record.memberID)
                let node = contents?.node(of: record, at: time)
                contents?.members[record.memberID] = node
                contents?.count(record, by: 1)
                if record.state != .removed, let email = record.personal?.email { contents?.memberByEmail[email] = record.memberID }
            case .group(let record): contents?.groups.insert(record)
            case .groupRule(let record): contents?.restore(record)
            case .invitation(let record):
                contents?.invitations.put(record)
                if let organization = contents?.record.organizationID, let end = InvitationEnd(record, in: organization) { invitationEnds.insert(end) }
            case .mail(let record): contents?.outbox.put(record)
            case .key(let record):
                keyIDs.append(record.keyID)
                keys[record.keyID] = record
                keyExpiries.count(record.expiries, by: 1)
            case .resource(let record): contents?.resources.put(record)
            case .workspace(let record): contents?.resources.put(record)
            case .request(let record): requests.insert(record)
            case .settings(let record): contents?.settings = record
            case .customRole(let record): contents?.customRoles.set(record)
            }
        }
        close(&contents, &organizations)
        keyOrder = SortedChunks(sorted: keyIDs)
        guard reader.isAtEnd, count == head.pieces, joinFamilies() else { return nil }
    }
}

/// Walks the length-prefixed pieces of a snapshot.
private struct SnapshotReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func next() -> SnapshotPiece.Piece? {
        guard position + 4 <= bytes.count else { return nil }
        var length = 0
        for index in 0..<4 { length |= Int(bytes[position + index]) << (index * 8) }
        guard position + 4 + length <= bytes.count else { return nil }
        let piece = bytes.withUnsafeBytes { buffer in
            try? SnapshotPiece(decoding: UnsafeRawBufferPointer(rebasing: buffer[(position + 4)..<(position + 4 + length)]), limits: Entry.decodingLimits)
        }
        guard let piece = piece?.piece else { return nil }
        position += 4 + length
        return piece
    }
}
