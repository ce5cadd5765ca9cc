// Times as filters write them: RFC 3339.

import WellKnown

enum FilterTime {
    /// Nanoseconds since 1970; nil for a text that is no time. A day alone means its first moment in UTC.
    static func nanoseconds(_ text: String) -> Int64? {
        let whole = text.contains("T") ? text : text + "T00:00:00Z"
        // The proto3 JSON form of a Timestamp is RFC 3339, so its reader is the one for filters too.
        return (try? Timestamp(json: "\"" + whole.filter { $0 != "\"" && $0 != "\\" } + "\""))?.nanosecondsSince1970
    }
}
