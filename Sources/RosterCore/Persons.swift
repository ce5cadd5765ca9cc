// Persons: which memberships of a tree are one person's. A person is an e-mail address (product.md 3.1).

import RosterAPI

/// A person as a question or an actor names it: by an address, or by one of its memberships.
enum PersonName {
    case member(MemberID)
    /// An address that is none is nobody's.
    case email(EmailAddress?)
}

/// One person's memberships, seen from an organization.
struct Person {
    /// The membership that was named; nil when an address was.
    let named: MemberNode?
    /// The member in the organization itself; a removed one only when it was named.
    let own: MemberNode?
    /// The members in the organizations above, the nearest first; removed ones are nobody's.
    let above: [MemberNode]

    /// Nobody at all when the name fits no membership there or above.
    init(_ name: PersonName, in node: OrganizationNode, of state: TreeState) {
        switch name {
        case .email(let email):
            named = nil
            own = email.flatMap { node.member(email: $0) }
            above = email.map { email in state.above(node).compactMap { $0.member(email: email) } } ?? []
        case .member(let id):
            if let member = node.members[id] {
                named = member
                own = member
                above = Self.address(of: member).map { email in node.parentID.isZero ? [] : state.above(node).compactMap { $0.member(address: email) } } ?? []
            } else {
                let levels = state.above(node)
                named = levels.lazy.compactMap { $0.members[id] }.first
                // Whoever isn't in force above is nobody here, whatever its address is elsewhere.
                let email = named.flatMap { $0.record.state == .active ? Self.address(of: $0) : nil }
                own = email.flatMap { node.member(address: $0) }
                above = email.map { email in levels.compactMap { $0.member(address: email) } } ?? []
            }
        }
    }

    /// The address that leads to a membership; a removed one has none any more.
    private static func address(of member: MemberNode) -> String? { member.record.state == .removed ? nil : member.record.personal?.email }

    /// The nearest membership above that makes its person FULL in everything below.
    func administrator(at time: Int64) -> MemberNode? {
        above.first { $0.record.state == .active && $0.holdsFull(at: time) }
    }
}

extension TreeState {
    /// Whether an address is that of somebody who administers an organization from above, or will: a membership with that address is FULL.
    func administers(_ email: EmailAddress, _ organization: OrganizationNode, from time: Int64) -> Bool {
        above(organization).contains { $0.member(email: email)?.holdsFull(from: time) ?? false }
    }
}

extension OrganizationNode {
    /// The member who isn't removed and has this address, which is normalised.
    func member(address: String) -> MemberNode? { memberByEmail[address].flatMap { members[$0] } }
}
