// How ids, permissions, enums and times are written on the command line.

import ArgumentParser
import Foundation
import RosterAPI
import WellKnown
import Wire

extension Identifier: ExpressibleByArgument {
    public init?(argument: String) {
        guard let id = try? Self(text: argument), !id.isZero else { return nil }
        self = id
    }
}

extension Permission: ExpressibleByArgument {
    public init?(argument: String) { try? self.init(text: argument) }
}

extension WireEnum {
    /// The value's name without the type's: `MANAGER` for `ORGANIZATION_ROLE_MANAGER`.
    var label: String {
        guard let name else { return String(rawValue) }
        return String(name.dropFirst(Self.prefix.count))
    }

    /// The value with this label, in any case, with `-` for `_`.
    init?(label: String) {
        let wanted = Self.prefix + label.uppercased().replacing("-", with: "_")
        guard let found = Self.cases.first(where: { $0.1 == wanted && $0.0 != 0 }) else { return nil }
        self.init(rawValue: found.0)
    }

    static var labels: [String] { cases.filter { $0.0 != 0 }.map { $0.1.dropFirst(prefix.count).lowercased().replacing("_", with: "-") } }

    /// What the names of all values begin with: the first one is `…UNSPECIFIED`.
    private static var prefix: Substring { cases.first?.1.dropLast("UNSPECIFIED".count) ?? "" }
}

/// A value of an enum of the interface, as an argument.
struct Labelled<Value: WireEnum>: ExpressibleByArgument {
    let value: Value

    init(_ value: Value) { self.value = value }

    init?(argument: String) {
        guard let value = Value(label: argument) else { return nil }
        self.value = value
    }

    static var allValueStrings: [String] { Value.labels }
    var defaultValueDescription: String { value.label.lowercased().replacing("_", with: "-") }
}

/// Whom a question is about: `mem_…` or an e-mail address.
struct SubjectArgument: ExpressibleByArgument {
    let subject: Subject

    init?(argument: String) {
        if argument.contains("@") {
            subject = .email(argument)
        } else if let id = MemberID(argument: argument) {
            subject = .memberID(id)
        } else {
            return nil
        }
    }
}

/// A moment in the form of RFC 3339: `2026-03-03T09:00:00Z`.
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        timestamp = Timestamp(seconds: Int64(date.timeIntervalSince1970))
    }
}

extension Timestamp {
    /// To the second, in UTC.
    var label: String { Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601) }
}
