// CivilMonth: calendar months in UTC, for caps that count by month.

/// Months of the proleptic Gregorian calendar in UTC.
enum CivilMonth {
    /// Months since January 1970 of a time in nanoseconds since 1970.
    static func number(of time: Int64) -> Int32 {
        var days = time / 86_400_000_000_000
        if time < 0, time % 86_400_000_000_000 != 0 { days -= 1 }
        // Howard Hinnant's civil_from_days: years begin in March, so that the leap day comes last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return Int32(truncatingIfNeeded: (year - 1970) * 12 + month - 1)
    }

    /// The first moment of a month, in nanoseconds since 1970; `Int64.max` for one that lies beyond.
    static func start(of number: Int32) -> Int64 {
        // days_from_civil, the inverse: in years that begin in March, the first of March is day 0.
        let shifted = Int64(number) + 1970 * 12 - 2
        let year = shifted >= 0 ? shifted / 12 : (shifted - 11) / 12
        let month = shifted - year * 12
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * month + 2) / 5
        let (time, overflow) = (era * 146_097 + dayOfEra - 719_468).multipliedReportingOverflow(by: 86_400_000_000_000)
        return overflow ? .max : time
    }
}
