// Family: where an organization stands in its tree, and what it has from above.

import HashTreeCollections
public import RosterAPI

/// What follows from the other organizations of the tree. Computed, and so in no snapshot; kept up to date by each event.
struct Family: Sendable {
    /// Levels of a tree; an account on the last can have none below it.
    static let depthMax = 5

    /// The level: a root is on the first.
    var depth = 1
    /// The state of the nearest organization above that isn't ACTIVE; ACTIVE when there is none.
    var stateAbove = OrganizationState.active
    /// The subscription of the root; nil for a root, which has its own.
    var subscription: Subscribed?
    /// The organizations right below, in the order of creation.
    var children = SortedChunks<OrganizationID>()
    /// By their names, whatever the case of the letters.
    var childByName: TreeDictionary<String, OrganizationID> = [:]

    /// What a whole tree has from its root's subscription.
    struct Subscribed: Sendable, Equatable {
        let plan: PlanChanged?
        let planTime: Int64
        let enabledFeatures: [Feature]
        let revision: Int64
    }

    /// Names that differ in the case of their letters only are one name.
    static func key(of name: String) -> String { name.lowercased() }
}

extension OrganizationContents {
    /// The subscription that counts: the root's.
    var subscribed: Family.Subscribed {
        family.subscription ?? Family.Subscribed(
            plan: record.plan, planTime: record.planTime, enabledFeatures: record.enabledFeatures, revision: record.subscriptionRevision)
    }

    /// The state that counts.
    var state: OrganizationState { record.state == .active ? family.stateAbove : record.state }

    /// Computes what follows from the plan; called whenever it changes.
    mutating func derivePlan() {
        let subscribed = subscribed
        features = FeatureSet(subscribed.plan?.features ?? [])
        for feature in subscribed.plan?.featuresOnRequest ?? [] where !subscribed.enabledFeatures.contains(feature) { features.remove(feature) }
        planMask = PermissionSet(allowedBy: features)
    }
}

extension OrganizationNode {
    /// The plan that counts: that of the root.
    public var plan: PlanChanged? { subscribed.plan }

    /// What a new standard member gets for whom no product is named; empty: nothing. A sub-account that has no seats of it gives none.
    var defaultProductID: String {
        let product = plan?.defaultProductID ?? ""
        return parentID.isZero || pools[product] != nil ? product : ""
    }
}

extension TreeState {
    /// The organizations above, the nearest first.
    func above(_ organization: OrganizationNode) -> [OrganizationNode] {
        if organization.parentID.isZero { return [] }
        var found: [OrganizationNode] = []
        var current = organizations[organization.parentID]
        while let node = current {
            found.append(node)
            current = organizations[node.parentID]
        }
        return found
    }

    /// Everything below an organization, in the order of creation.
    public func descendants(of organization: OrganizationID) -> [OrganizationNode] {
        var found: [OrganizationNode] = []
        var open = [organization]
        while let next = open.popLast() {
            for id in organizations[next]?.children ?? SortedChunks() {
                guard let child = organizations[id] else { continue }
                found.append(child)
                if child.hasChildren { open.append(id) }
            }
        }
        return found.sorted { $0.id < $1.id }
    }

    /// Members of the whole tree who aren't removed, each as often as it is one.
    var presentMembers: Int { organizations.values.reduce(0) { $0 + $1.counts.present } }

    /// License assignments of the whole tree in a UTC month.
    func assignments(inMonth month: Int32) -> Int32 {
        organizations.values.reduce(0) { $0 + ($1.record.assignmentMonth == month ? $1.record.assignmentsInMonth : 0) }
    }

    // MARK: Keeping up

    /// Puts a new sub-account into its place.
    mutating func join(_ child: OrganizationID, named name: String, revision: Int64) throws(UnreadableHistory) {
        guard let parent = organizations[child]?.parentID, !parent.isZero else { return }
        guard organizations[parent] != nil else { throw UnreadableHistory(revision: revision, problem: "a sub-account of an organization that doesn't exist") }
        organizations[parent]?.mutate { contents in
            contents.family.children.insert(child)
            contents.family.childByName[Family.key(of: name)] = child
        }
        handDown(to: child)
    }

    /// A sub-account has another name.
    mutating func rename(_ child: OrganizationID, from name: String, to newName: String) {
        guard let parent = organizations[child]?.parentID, !parent.isZero else { return }
        organizations[parent]?.mutate { contents in
            let (old, new) = (Family.key(of: name), Family.key(of: newName))
            if contents.family.childByName[old] == child { contents.family.childByName[old] = nil }
            contents.family.childByName[new] = child
        }
    }

    /// Gives everything below an organization what it has from above.
    mutating func handDown(from organization: OrganizationID) {
        for child in organizations[organization]?.children ?? SortedChunks() { handDown(to: child) }
    }

    private mutating func handDown(to child: OrganizationID) {
        guard let parent = organizations[child].flatMap({ organizations[$0.parentID] }) else { return }
        organizations[child]?.mutate { contents in
            contents.family.depth = parent.depth + 1
            contents.family.stateAbove = parent.state
            contents.family.subscription = parent.subscribed
            contents.derivePlan()
        }
        handDown(from: child)
    }

    /// Computes every family anew: after a snapshot was read, in which they are not. False: somebody's parent is missing.
    mutating func joinFamilies() -> Bool {
        for (id, node) in organizations where !node.parentID.isZero {
            guard organizations[node.parentID] != nil else { return false }
            let name = node.record.name
            organizations[node.parentID]?.mutate { contents in
                contents.family.children.insert(id)
                contents.family.childByName[Family.key(of: name)] = id
            }
        }
        for id in organizations.keys where organizations[id]?.parentID.isZero ?? false { handDown(from: id) }
        return true
    }
}
