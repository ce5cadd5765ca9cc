// ResourceContents: the resources and workspaces of one organization, with what finds them.

public import HashTreeCollections
public import RosterAPI

/// A resource of the state. Never changed once made, so that finding one retains one object.
public final class ResourceNode: Sendable {
    public let record: ResourceRecord

    init(_ record: ResourceRecord) { self.record = record }

    public var id: ResourceID { record.resourceID }
}

/// What an organization holds of resources and workspaces. Members' roles and access stand with the members.
public struct ResourceContents: Sendable {
    public private(set) var nodes: TreeDictionary<ResourceID, ResourceNode> = [:]
    /// Resource ids in the order in which they were added.
    public private(set) var order = SortedChunks<ResourceID>()
    public private(set) var workspaces: TreeDictionary<WorkspaceID, WorkspaceRecord> = [:]
    /// Workspace ids in the order in which they were created.
    public private(set) var workspaceOrder = SortedChunks<WorkspaceID>()
    private var byExternalID: TreeDictionary<String, ResourceID> = [:]
    private var byName: TreeDictionary<String, WorkspaceID> = [:]

    init() {}

    public subscript(_ resource: ResourceID) -> ResourceNode? { nodes[resource] }

    /// All resources, in the order in which they were added.
    public var inOrder: [ResourceNode] { order.compactMap { nodes[$0] } }

    // MARK: Unique names

    /// The resource with this id on this network.
    func resource(network: String, externalID: String) -> ResourceID? { byExternalID[Self.key(network, externalID)] }

    /// The workspace with this name, in whatever case.
    func workspace(named name: String) -> WorkspaceID? { byName[Self.key(name)] }

    private static func key(_ network: String, _ externalID: String) -> String { network + "\u{0}" + externalID }

    private static func key(_ name: String) -> String { name.lowercased() }

    // MARK: Changes

    mutating func put(_ record: ResourceRecord) {
        if nodes[record.resourceID] == nil {
            order.insert(record.resourceID)
            byExternalID[Self.key(record.network, record.externalID)] = record.resourceID
        }
        nodes[record.resourceID] = ResourceNode(record)
    }

    mutating func remove(_ id: ResourceID) {
        guard let record = nodes[id]?.record else { return }
        byExternalID[Self.key(record.network, record.externalID)] = nil
        order.remove(id)
        nodes[id] = nil
    }

    mutating func put(_ record: WorkspaceRecord) {
        if let before = workspaces[record.workspaceID] {
            byName[Self.key(before.name)] = nil
        } else {
            workspaceOrder.insert(record.workspaceID)
        }
        byName[Self.key(record.name)] = record.workspaceID
        workspaces[record.workspaceID] = record
    }

    mutating func remove(_ id: WorkspaceID) {
        guard let record = workspaces[id] else { return }
        byName[Self.key(record.name)] = nil
        workspaceOrder.remove(id)
        workspaces[id] = nil
    }

    // MARK: Whether all of it fits together

    /// What is wrong; empty when nothing is.
    func violations(of organization: OrganizationID, revision: Int64) -> [String] {
        var found: [String] = []
        if !order.elementsEqual(nodes.keys.sorted()) { found.append("\(organization): the order of resources is not that of the resources") }
        if !workspaceOrder.elementsEqual(workspaces.keys.sorted()) { found.append("\(organization): the order of workspaces is wrong") }
        if byExternalID.count != nodes.count || byName.count != workspaces.count { found.append("\(organization): a name is taken twice, or by nothing") }
        for (id, node) in nodes {
            let record = node.record
            if record.resourceID != id || record.revision > revision { found.append("\(id): the record is not this resource's") }
            if resource(network: record.network, externalID: record.externalID) != id { found.append("\(id): its external id leads elsewhere") }
            if !record.workspaceID.isZero, workspaces[record.workspaceID] == nil { found.append("\(id): its workspace is missing") }
        }
        for (id, record) in workspaces {
            if record.workspaceID != id || record.revision > revision { found.append("\(id): the record is not this workspace's") }
            if workspace(named: record.name) != id { found.append("\(id): its name leads elsewhere") }
        }
        return found
    }
}
