// The text forms of Timestamp (RFC 3339) and Duration (`1.5s`), which are also their proto3 JSON.

public import Wire

extension Timestamp {
    /// RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second: `2026-11-23T16:04:33.500Z`. Nil outside the years 1 to 9999.
    public var rfc3339: String? {
        guard isValid else { return nil }
        let (day, second) = CivilDate.split(seconds)
        let date = CivilDate(daysSince1970: day)
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded(Int64($0), to: 2) }.joined(separator: ":")
        return "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))T\(time)\(fraction(nanos))Z"
    }

    /// Reads RFC 3339 with any offset and 0 to 9 digits of a second. Capital `T` and `Z` only, as proto3 JSON demands. Nil for anything else.
    public init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"), let day = scanner.digits(2),
              scanner.skip("T"), let hour = scanner.digits(2), scanner.skip(":"), let minute = scanner.digits(2), scanner.skip(":"),
              let second = scanner.digits(2), (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, of: year),
              hour < 24, minute < 60, second < 60, let nanos = scanner.fraction()
        else { return nil }
        var offset: Int64 = 0
        if !scanner.skip("Z") {
            guard let sign: Int64 = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : nil,
                  let hours = scanner.digits(2), scanner.skip(":"), let minutes = scanner.digits(2), hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard scanner.isAtEnd else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        self.init(seconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset, nanos: nanos)
        guard isValid else { return nil }
    }

    public static var hasJSONForm: Bool { true }

    public static func writeJSON(_ value: inout Timestamp, to writer: inout JSONWriter) {
        if let text = value.rfc3339 { writer.string(text) } else { writer.raw("null") }
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> Timestamp {
        guard case .string(let text) = json, let value = Timestamp(rfc3339: text) else { throw WireError(.invalidValue) }
        return value
    }

    public static func randomField(using filler: inout RandomFiller) -> Timestamp {
        Timestamp(
            seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &filler.generator),
            nanos: filler.chance(1, in: 3) ? 0 : Int32.random(in: 0...999_999_999, using: &filler.generator))
    }
}

extension Duration {
    /// Seconds with 0, 3, 6 or 9 digits of a second: `-1.500s`. Nil beyond 10,000 years or when the signs of the parts differ.
    public var text: String? {
        guard isValid else { return nil }
        let sign = seconds < 0 || nanos < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude)\(fraction(Int32(nanos.magnitude)))s"
    }

    /// Reads `-1.5s`. Nil for anything else.
    public init?(text: String) {
        var scanner = DigitScanner(text)
        let sign: Int64 = scanner.skip("-") ? -1 : 1
        guard let seconds = scanner.number(), let nanos = scanner.fraction(), scanner.skip("s"), scanner.isAtEnd else { return nil }
        self.init(seconds: sign * seconds, nanos: Int32(sign) * nanos)
        guard isValid else { return nil }
    }

    public static var hasJSONForm: Bool { true }

    public static func writeJSON(_ value: inout Duration, to writer: inout JSONWriter) {
        if let text = value.text { writer.string(text) } else { writer.raw("null") }
    }

    public static func readJSON(_ json: JSONValue, in reader: inout JSONReader) throws(WireError) -> Duration {
        guard case .string(let text) = json, let value = Duration(text: text) else { throw WireError(.invalidValue) }
        return value
    }

    public static func randomField(using filler: inout RandomFiller) -> Duration {
        let seconds = Int64.random(in: 0...315_575_999_999, using: &filler.generator)
        let nanos = filler.chance(1, in: 3) ? 0 : Int32.random(in: 0...999_999_999, using: &filler.generator)
        return filler.chance(1, in: 2) ? Duration(seconds: seconds, nanos: nanos) : Duration(seconds: -seconds, nanos: -nanos)
    }
}

private func padded(_ number: Int64, to count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
}

/// A fraction of a second with as many groups of three digits as it needs.
private func fraction(_ nanos: Int32) -> String {
    if nanos == 0 { return "" }
    if nanos % 1_000_000 == 0 { return "." + padded(Int64(nanos / 1_000_000), to: 3) }
    if nanos % 1000 == 0 { return "." + padded(Int64(nanos / 1000), to: 6) }
    return "." + padded(Int64(nanos), to: 9)
}

/// A date of the proleptic Gregorian calendar (the algorithms are Howard Hinnant's `days_from_civil` and `civil_from_days`).
private struct CivilDate {
    let year: Int64, month: Int64, day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    init(daysSince1970 days: Int64) {
        // Years begin in March here, so that the leap day is the last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whole days and the rest in seconds, both counted forwards.
    static func split(_ seconds: Int64) -> (day: Int64, second: Int64) {
        let second = (seconds % 86_400 + 86_400) % 86_400
        return ((seconds - second) / 86_400, second)
    }
}

/// Reads digits and signs from the front of a text.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int64? {
        guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
        rest.removeFirst()
        return Int64(first) - 0x30
    }

    /// Exactly `count` digits.
    mutating func digits(_ count: Int) -> Int64? {
        var result: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            result = result * 10 + digit
        }
        return result
    }

    /// 1 to 12 digits.
    mutating func number() -> Int64? {
        guard var result = digit() else { return nil }
        var count = 1
        while let digit = digit() {
            count += 1
            guard count <= 12 else { return nil }
            result = result * 10 + digit
        }
        return result
    }

    /// Nothing, or a point and 1 to 9 digits, as nanoseconds.
    mutating func fraction() -> Int32? {
        guard skip(".") else { return 0 }
        guard let first = digit() else { return nil }
        var result = first
        var count = 1
        while let digit = digit() {
            count += 1
            guard count <= 9 else { return nil }
            result = result * 10 + digit
        }
        for _ in count..<9 { result *= 10 }
        return Int32(truncatingIfNeeded: result)
    }
}
