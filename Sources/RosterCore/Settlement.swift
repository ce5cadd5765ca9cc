// Settlement: invitations that are over by time alone are over for everybody, whether an entry says so yet or not.

import RosterAPI
import WellKnown

extension TreeState {
    /// The state with every invitation ended whose time is over: what reads and decisions look at. Costs nothing while there is none.
    public func settled(at time: Int64) -> TreeState {
        guard !isSettled(at: time) else { return self }
        var state = self
        state.settle(at: time)
        return state
    }

    /// Whether no pending invitation is over at this time.
    public func isSettled(at time: Int64) -> Bool { (invitationEnds.first?.time ?? .max) > time }

    /// When the next pending invitation ends; `.max`: none does.
    public var nextInvitationEnd: Int64 { invitationEnds.first?.time ?? .max }

    /// How many pending invitations are over at this time.
    func overdue(at time: Int64) -> Int { invitationEnds.count { $0.time <= time } }

    /// Ends what is over, the earliest first. Returns the facts, which the tree's next entry begins with.
    @discardableResult
    mutating func settle(at time: Int64, limit: Int = .max) -> [Event] {
        var events: [Event] = []
        while let end = invitationEnds.first, end.time <= time, events.count < limit {
            var event = Event()
            event.organizationID = end.organization
            event.fact = .invitationExpired(.with { fact in
                fact.invitationID = end.invitation
                fact.memberID = organizations[end.organization]?.invitations[end.invitation]?.memberID ?? MemberID()
                fact.effectiveTime = Timestamp(nanosecondsSince1970: end.time)
            })
            // What is listed exists, so that nothing is thrown; all the same the loop must end.
            do { try apply(event, by: nil, revision: revision, at: end.time) } catch { invitationEnds.remove(end) }
            events.append(event)
        }
        return events
    }
}
