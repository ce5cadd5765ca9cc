import Testing
import Wire

struct Sample: Message, Hashable {
    static let protoName = "wiretest.Sample"
    var id: Int32 = 0, name = "", note: String?, numbers: [Int32] = [], labels: [String: String] = [:]
    var zigzag: Int32 = 0, children: [Sample] = [], choice: Choice?
    enum Choice: Hashable { case text(String), number(Int64) }
    init() {}
    mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "note", &note)
        try v.field(4, "numbers", &numbers)
        try v.field(5, "labels", &labels)
        try v.field(6, "zigzag", &zigzag, as: SInt32.self)
        try v.field(7, "children", &children)
        try v.oneof("choice", 8, "text", &choice, { if case .text(let x) = $0 { x } else { nil } }, Choice.text)
        try v.oneof("choice", 9, "number", &choice, { if case .number(let x) = $0 { x } else { nil } }, Choice.number)
    }
}

@Test func aMessageSurvivesItsBytes() throws {
    var sample = Sample()
    sample.id = -5
    sample.name = "Zoë"
    sample.note = ""
    sample.numbers = [1, -1, 300]
    sample.labels = ["b": "2", "a": "1"]
    sample.zigzag = -3
    sample.children = [Sample(), Sample()]
    sample.children[0].name = String(repeating: "x", count: 2000)
    sample.choice = .number(7)
    #expect(try Sample(decoding: sample.encoded()) == sample)
}
