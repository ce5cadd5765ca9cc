// GroupDraws: what the generator draws of groups.

import RosterAPI
import RosterCore

extension CommandGenerator {
    static let groupNames = ["Sales", "sales", "Field", "North", ""]

    mutating func group() -> GroupID {
        let known = account.groups.keys.sorted()
        return known.isEmpty || chance(4) ? GroupID(high: 1, low: 1) : pick(known)
    }

    mutating func groups() -> [GroupID: Stretch] {
        let drawn = several(2) { $0.group() }
        return Dictionary(drawn.map { ($0, span()) }) { $1 }
    }

    mutating func groupCommand() -> any ModelCommand {
        let name = pick(Self.groupNames)
        switch Int.random(in: 0..<30, using: &numbers) {
        case 0..<4: return CreateGroup(name: name, owner: maybe(40) { $0.member() })
        case 4..<7: return UpdateGroup(group: group(), name: maybe(60) { _ in name }, owner: maybe(50) { $0.chance(10) ? MemberID() : $0.member() })
        case 7..<10: return DeleteGroup(group: group())
        case 10..<14: return AddGroupMembers(group: group(), members: chance(3) ? [] : several(4) { $0.member() }, span: span())
        case 14..<17: return RemoveGroupMembers(group: group(), members: chance(3) ? [] : several(3) { $0.member() })
        case 17..<22:
            let match: GroupRuleMatch = pick([.equals, .prefix, .present])
            let value = match == .present ? (chance(5) ? "x" : "") : pick(["Analyst", "analyst", "Lead", "A", ""])
            let source: GroupRuleSource = chance(3) ? .unspecified : pick([.attribute, .attribute, .csvColumn])
            return CreateGroupRule(
                rule: NaiveGroupRule(group: group(), source: source, attribute: pick(["title", "Title", "region", ""]), match: match, value: value))
        case 22..<27:
            let known = account.rules.keys.sorted()
            return DeleteGroupRule(rule: known.isEmpty || chance(5) ? RuleID(high: 1, low: 1) : pick(known))
        default:
            let count = chance(3) ? 0 : Int.random(in: 1...2, using: &numbers)
            let tags = (0..<count).map { _ in
                ImportTags.Tagged(name: chance(3) ? "" : pick(["Sales", "Field", "East", "Night"]), emails: several(2) { $0.email() }, members: several(2) { $0.member() })
            }
            return ImportTags(tags: tags)
        }
    }
}
