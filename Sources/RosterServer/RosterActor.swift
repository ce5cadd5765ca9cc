// The metadata `roster-actor`: the person that a service acts for (product 4.1, Who calls).

import RosterAPI
import RosterCore
import RPC

enum RosterActor {
    private static let userPrefix = Array("user:".utf8)

    /// Nil: the service acts as itself. Whether the key may act for anybody, and whether the person is known, is found out
    /// where the organization's state is.
    static func person(of context: CallContext) throws(Refusal) -> Principal.Person? {
        let result: Result<Principal.Person?, Refusal> = context.withHeader("roster-actor") { value in
            guard let value else { return .success(nil) }
            if value.starts(with: userPrefix) {
                let address = String(decoding: value.dropFirst(userPrefix.count), as: UTF8.self)
                guard let email = EmailAddress(address) else { return .failure(.invalidEmail("roster-actor")) }
                return .success(.user(email))
            }
            guard !value.isEmpty, let member = try? MemberID(utf8: value) else { return .failure(.malformedID("roster-actor")) }
            return .success(.member(member))
        }
        return try result.get()
    }
}
