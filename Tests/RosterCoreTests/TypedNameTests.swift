// TypedName: people are found by what somebody types (row 40).

import RosterAPI
import Testing

@testable import RosterCore

struct TypedNameTests {
    private static let zoe = PersonalData(email: "z.mueller-brandt@lumen.example", profile: .with { profile in
        profile.givenName = "Zoë Anna"
        profile.familyName = "Müller-Brandt"
        profile.displayName = "Dr. Zoë M. O’Neill"
    })

    @Test("row 40: neither case nor accents count; each word begins a word of the name or the address", arguments: [
        ("", true), ("z", true), ("zoe", true), ("ZOË", true), ("zoe\u{308}", true), ("mul", true), ("MÜL", true), ("muller-b", true), ("brandt", true),
        ("anna zoe", true), ("müller, zoë", true), ("zoe x", false), ("oe", false), ("ller", false), ("o'n", true), ("o’neill", true), ("neill", true),
        ("z.mue", true), ("mueller", true), ("z.mueller-brandt@lum", true), ("lumen", false), ("example", false), ("dr", true), ("m", true), ("muellers", false),
    ])
    func finds(_ typed: String, _ expected: Bool) { #expect(TypedName(typed).finds(Self.zoe) == expected) }

    @Test("letters with a stroke, ligatures and other scripts", arguments: [
        ("Łukasz", "luk", true), ("Søren", "sor", true), ("Straßer", "strass", true), ("Ærø", "aero", true), ("Đặng", "dang", true), ("Ελένη", "ελενη", true),
        ("Йорданов", "иор", true), ("が", "か", false), ("山田 太郎", "太", true), ("山田太郎", "太", false), ("İpek", "ipek", true), ("Ipek", "ıpek", true),
    ])
    func letters(_ name: String, _ typed: String, _ expected: Bool) {
        #expect(TypedName(typed).finds(PersonalData(email: "x@lumen.example", profile: .with { $0.familyName = name })) == expected)
    }

    @Test("who is erased or has no name is found by the address, or by nothing")
    func nobody() {
        #expect(!TypedName("a").finds(nil) && TypedName("").finds(nil))
        #expect(TypedName("ana").finds(PersonalData(email: "ana@lumen.example", profile: nil)))
    }
}
