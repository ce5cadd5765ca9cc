// The options that follow from what a request is: a mutation, a read at a point, a list, something in an organization.

import ArgumentParser
import RosterAPI

struct OrganizationOption: ParsableArguments {
    @Option(name: [.customLong("organization"), .customShort("o")], help: "The organization, org_…. (default: $ROSTER_ORGANIZATION)")
    var named: OrganizationID?

    var id: OrganizationID {
        get throws {
            if let named { return named }
            guard let text = ConnectionOptions.environment("ROSTER_ORGANIZATION") else {
                throw ValidationError("Name an organization: --organization org_…, or $ROSTER_ORGANIZATION.")
            }
            guard let id = OrganizationID(argument: text) else { throw ValidationError("$ROSTER_ORGANIZATION is not an organization's id.") }
            return id
        }
    }
}

struct MemberTarget: ParsableArguments {
    @OptionGroup var organization: OrganizationOption
    @Argument(help: "The member, mem_….") var member: MemberID
}

struct MutationFlags: ParsableArguments {
    @Option(help: "Makes it safe to repeat: the same id and request take effect once. (default: a fresh one)")
    var requestID: String?

    @Flag(help: "Try it: print what would happen, and change nothing.")
    var validateOnly = false

    @Option(help: "Refuse unless this is the revision of what is to be changed.")
    var expectedRevision: Int64?

    @Option(help: "Why, for the history. Name no person in it.")
    var reason: String?

    @Option(help: "Carry out the plan of a dry run, or refuse when it would now be another.")
    var planToken: String?

    var options: MutationOptions {
        .with {
            $0.requestID = requestID ?? ""
            $0.validateOnly = validateOnly
            $0.expectedRevision = expectedRevision ?? 0
            $0.reason = reason ?? ""
            $0.planToken = planToken ?? ""
        }
    }
}

struct PointFlags: ParsableArguments {
    @Option(help: "As it was at this revision.") var revision: Int64?
    @Option(help: ArgumentHelp("As it was at this time.", valueName: "2026-03-03T09:00:00Z")) var at: Moment?
    @Option(help: "Not before this revision is reached.") var atLeastRevision: Int64?

    func validate() throws {
        guard [revision != nil, at != nil, atLeastRevision != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Only one of --revision, --at and --at-least-revision.")
        }
    }

    var point: ReadPoint? {
        let chosen: ReadPoint.Point? =
            revision.map { .exactRevision($0) } ?? at.map { .atTime($0.timestamp) } ?? atLeastRevision.map { .atLeastRevision($0) }
        return chosen.map { point in .with { $0.point = point } }
    }
}

struct ListFlags: ParsableArguments {
    @Option(help: ArgumentHelp("What to leave in, such as 'role = MANAGER'.", valueName: "expression")) var filter = ""
    @Option(help: ArgumentHelp("Fields to sort by, such as 'last_login_time desc'.", valueName: "fields")) var orderBy = ""
    @Option(help: "How many at most; 0 for all.") var limit = 50

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is 0 or more.") }
    }
}
