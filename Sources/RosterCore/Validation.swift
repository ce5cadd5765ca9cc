// Validation: limits of values that several areas share. What is wrong here is wrong whatever the state.

import RosterAPI
import WellKnown

enum Validation {
    static let nameBytesMax = 256

    /// A name that people give: 1 to 256 bytes, not only spaces, no control characters.
    static func name(_ text: String, _ field: String) throws(Refusal) {
        guard text.utf8.count <= nameBytesMax else { throw .invalid(field, "at most \(nameBytesMax) bytes") }
        guard text.contains(where: { !$0.isWhitespace }) else { throw .invalid(field, "not empty") }
        guard !hasControl(text) else { throw .invalid(field, "no control characters") }
    }

    static func text(_ text: String, _ field: @autoclosure () -> String, bytesMax: Int = nameBytesMax) throws(Refusal) {
        guard text.utf8.count <= bytesMax else { throw .invalid(field(), "at most \(bytesMax) bytes") }
        guard !hasControl(text) else { throw .invalid(field(), "no control characters") }
    }

    private static func hasControl(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }

    static func email(_ text: String, _ field: String) throws(Refusal) -> EmailAddress {
        guard let email = EmailAddress(text) else { throw .invalidEmail(field) }
        return email
    }

    /// The form of a name of the IANA database; whether it exists is not known here.
    static func timeZone(_ name: String, _ field: String) throws(Refusal) {
        let isName = name.utf8.count <= 64 && name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
            default: false
            }
        }
        guard isName, !name.hasPrefix("/"), !name.hasSuffix("/") else { throw .invalid(field, "the name of a time zone, such as Europe/Paris") }
    }

    static func period(_ period: Period?, _ field: String) throws(Refusal) {
        guard let period else { return }
        try timestamp(period.startTime, field + ".start_time")
        try timestamp(period.endTime, field + ".end_time")
        let validity = Validity(period)
        guard validity.start < validity.end else { throw .invalid(field + ".end_time", "later than start_time") }
    }

    /// From 1970 to 2262, the range in which nanoseconds fit.
    static func timestamp(_ time: Timestamp?, _ field: String) throws(Refusal) {
        guard let time else { return }
        guard time.seconds >= 0, time.seconds < 9_223_372_036, (0..<1_000_000_000).contains(time.nanos) else {
            throw .invalid(field, "a time between 1970 and 2262")
        }
    }

    static func profile(_ profile: Profile?, _ field: String) throws(Refusal) {
        guard let profile else { return }
        try text(profile.givenName, field + ".given_name")
        try text(profile.familyName, field + ".family_name")
        try text(profile.displayName, field + ".display_name")
        try text(profile.employeeID, field + ".employee_id")
        try text(profile.title, field + ".title")
        try text(profile.jobFunction, field + ".job_function")
        try text(profile.department, field + ".department")
        try text(profile.region, field + ".region")
        try text(profile.manager, field + ".manager")
        try text(profile.locale, field + ".locale")
        guard profile.attributes.count <= 64 else { throw .invalid(field + ".attributes", "at most 64") }
        for (key, value) in profile.attributes {
            guard (1...64).contains(key.utf8.count) else { throw .invalid(field + ".attributes", "keys of 1 to 64 bytes") }
            guard value.utf8.count <= 1024 else { throw .invalid(field + ".attributes", "values of at most 1024 bytes") }
        }
    }

    /// Several ids in one call: not too many (BATCH_TOO_LARGE), none twice.
    static func batch<ID: Hashable>(_ ids: [ID], _ field: String, most: Int) throws(Refusal) {
        guard ids.count <= most else { throw .batchTooLarge(field, most: most) }
        guard Set(ids).count == ids.count else { throw .invalid(field, "none twice") }
    }

    static func seats(_ count: Int32, _ field: String, from low: Int32 = 0) throws(Refusal) {
        guard (low...1_000_000).contains(count) else { throw .invalid(field, "\(low) to 1000000") }
    }

    static func product(_ id: String, _ field: String, _ catalogue: Catalogue) throws(Refusal) {
        guard catalogue.products[id] != nil else { throw .invalid(field, "not a product of this server") }
    }

    static func plan(_ name: String, _ field: String, _ catalogue: Catalogue) throws(Refusal) -> Catalogue.Plan {
        guard let plan = catalogue.plans[name] else { throw .invalid(field, "not a plan of this server") }
        return plan
    }

    static func administration(_ grant: AdminGrant?, _ field: String) throws(Refusal) {
        guard let grant else { return }
        try period(grant.period, field + ".period")
        switch grant.level {
        case .user, .full:
            guard grant.categories.isEmpty else { throw .invalid(field + ".categories", "for SUB only") }
        case .sub:
            try categories(grant.categories, field + ".categories")
        default:
            throw .invalid(field + ".level", "USER, SUB or FULL")
        }
    }

    static func categories(_ categories: [AdminCategory], _ field: String) throws(Refusal) {
        guard Set(categories).count == categories.count, categories.allSatisfy({ [.usersLicenses, .reports, .ssoEdi].contains($0) }) else {
            throw .invalid(field, "categories, none twice")
        }
    }

    static func permissions(_ permissions: [Permission], _ field: String) throws(Refusal) {
        guard permissions.allSatisfy(\.isKnown) else { throw .unknownPermission(field) }
        guard Set(permissions).count == permissions.count else { throw .invalid(field, "none twice") }
    }
}
