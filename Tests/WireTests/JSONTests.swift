// proto3 JSON as tables (protobuf.dev, ProtoJSON Format).

import Testing
import WellKnown
import Wire
import WireExamples

private let options = JSONOptions(types: TypeRegistry(WellKnownFiles.all + [WireExamples.file]))

@Suite("JSON")
struct JSONTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let json: String
        /// The bytes it means; nil when it must be refused.
        var bytes: String?
        /// What is written for these bytes, where that isn't `json` itself.
        var written: String?
        var refusal: WireError?
        var testDescription: String { json }
    }

    static let accepted = [
        Case(json: #"{}"#, bytes: ""),
        Case(json: #" { "aInt32" : 5 } "#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"a_int32":5}"#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"aInt32":"5"}"#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"aInt32":5.0}"#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"aInt32":5e0}"#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"aInt32":500e-2}"#, bytes: "18 05", written: #"{"aInt32":5}"#),
        Case(json: #"{"aInt32":null,"aNested":null,"manyInt32":null,"byInt32":null,"oneSint32":null}"#, bytes: "", written: "{}"),
        Case(json: #"{"aInt64":"9223372036854775807"}"#, bytes: "20 ff ff ff ff ff ff ff ff 7f"),
        Case(json: #"{"aInt64":9223372036854775807}"#, bytes: "20 ff ff ff ff ff ff ff ff 7f", written: #"{"aInt64":"9223372036854775807"}"#),
        Case(json: #"{"aInt64":"-9223372036854775808"}"#, bytes: "20 80 80 80 80 80 80 80 80 80 01"),
        Case(json: #"{"aUint64":"18446744073709551615"}"#, bytes: "30 ff ff ff ff ff ff ff ff ff 01"),
        Case(json: #"{"aSint32":-3}"#, bytes: "38 05"),
        Case(json: #"{"aFixed32":4294967295}"#, bytes: "4d ff ff ff ff"),
        Case(json: #"{"aDouble":1.5}"#, bytes: "09 00 00 00 00 00 00 f8 3f"),
        Case(json: #"{"aDouble":"1.5"}"#, bytes: "09 00 00 00 00 00 00 f8 3f", written: #"{"aDouble":1.5}"#),
        Case(json: #"{"aDouble":"NaN"}"#, bytes: "09 00 00 00 00 00 00 f8 7f"),
        Case(json: #"{"aDouble":"-Infinity"}"#, bytes: "09 00 00 00 00 00 00 f0 ff"),
        Case(json: #"{"aDouble":-0.0}"#, bytes: "09 00 00 00 00 00 00 00 80"),
        Case(json: #"{"aFloat":3.4028235e+38}"#, bytes: "15 ff ff 7f 7f"),
        Case(json: #"{"aBool":true}"#, bytes: "68 01"),
        Case(json: #"{"aString":"\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00"}"#, bytes: "72 0f 22 5c 2f 08 0c 0a 0d 09 41 c3 a9 f0 9f 98 80",
             written: #"{"aString":"\"\\/\b\f\n\r\tAé😀"}"#),
        Case(json: #"{"aString":"\u0000\u001f"}"#, bytes: "72 02 00 1f"),
        Case(json: #"{"aBytes":"/+8="}"#, bytes: "7a 02 ff ef"),
        Case(json: #"{"aBytes":"_-8"}"#, bytes: "7a 02 ff ef", written: #"{"aBytes":"/+8="}"#),
        Case(json: #"{"aBytes":"AA=="}"#, bytes: "7a 01 00"),
        Case(json: #"{"aColour":"COLOUR_RED"}"#, bytes: "80 01 01"),
        Case(json: #"{"aColour":1}"#, bytes: "80 01 01", written: #"{"aColour":"COLOUR_RED"}"#),
        Case(json: #"{"aColour":42}"#, bytes: "80 01 2a"),
        Case(json: #"{"aColour":"COLOUR_INFRARED"}"#, bytes: "80 01 f9 ff ff ff ff ff ff ff ff 01"),
        Case(json: #"{"aNested":{}}"#, bytes: "8a 01 00"),
        Case(json: #"{"maybeInt32":0,"maybeString":""}"#, bytes: "b8 01 00 92 02 00"),
        Case(json: #"{"manyInt32":[1,2]}"#, bytes: "da 02 02 01 02"),
        Case(json: #"{"manyInt32":[]}"#, bytes: "", written: "{}"),
        Case(json: #"{"manyNested":[{"name":"a"},{}]}"#, bytes: "ca 03 03 0a 01 61 ca 03 00"),
        Case(json: #"{"byInt64":{"-5":"x"}}"#, bytes: "f2 03 0e 08 fb ff ff ff ff ff ff ff ff 01 12 01 78"),
        Case(json: #"{"byBool":{"true":"x"}}"#, bytes: "ba 04 05 08 01 12 01 78"),
        Case(json: #"{"byString":{"b":"","a":""}}"#, bytes: "c2 04 05 0a 01 61 12 00 c2 04 05 0a 01 62 12 00", written: #"{"byString":{"a":"","b":""}}"#),
        Case(json: #"{"oneSint32":0}"#, bytes: "a8 06 00"),
        Case(json: #"{"oneSint32":null,"oneString":"a"}"#, bytes: "b2 06 01 61", written: #"{"oneString":"a"}"#),
        Case(json: #"{"aTimestamp":"1970-01-01T00:00:00Z"}"#, bytes: "ca 07 00"),
        Case(json: #"{"aDuration":"-1.500s"}"#, bytes: "d2 07 16 08 ff ff ff ff ff ff ff ff ff 01 10 80 b6 ca 91 fe ff ff ff ff 01"),
        Case(json: #"{"aFieldMask":"name,plan.seatsMax"}"#, bytes: "da 07 16 0a 04 6e 61 6d 65 0a 0e 70 6c 61 6e 2e 73 65 61 74 73 5f 6d 61 78"),
        Case(json: #"{"aFieldMask":""}"#, bytes: "da 07 00"),
        Case(json: #"{"anEmpty":{}}"#, bytes: "ea 07 00"),
        Case(json: #"{"anAny":{}}"#, bytes: "e2 07 00"),
        Case(json: #"{"farField":"1"}"#, bytes: "f8 ff ff ff 0f 01"),
    ]

    @Test("means the bytes, and the bytes are written so", arguments: accepted)
    func means(_ row: Case) throws {
        let message = try Everything(json: row.json, options: options)
        let bytes = hex(try #require(row.bytes))
        #expect(message.encoded() == bytes)
        #expect(try Everything(decoding: bytes).json(options) == row.written ?? row.json)
    }

    static let refused = [
        Case(json: "", refusal: WireError(.malformedJSON)),
        Case(json: "{", refusal: WireError(.malformedJSON)),
        Case(json: "{}}", refusal: WireError(.malformedJSON)),
        Case(json: #"{"aInt32":5,}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{'aInt32':5}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aInt32":05}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aInt32":+5}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aInt32":5.}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aDouble":NaN}"#, refusal: WireError(.malformedJSON)),
        Case(json: "{\"aString\":\"\n\"}", refusal: WireError(.malformedJSON)),
        Case(json: #"{"aString":"\x"}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aString":"\ud83d"}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aString":"\ude00"}"#, refusal: WireError(.malformedJSON)),
        Case(json: #"{"aString":"\ud83dA"}"#, refusal: WireError(.malformedJSON)),
        Case(json: "[]", refusal: WireError(.invalidValue)),
        Case(json: "null", refusal: WireError(.invalidValue)),
        Case(json: #"{"aInt32":5,"aInt32":5}"#, refusal: WireError(.duplicateField, path: "aInt32")),
        Case(json: #"{"aInt32":5,"a_int32":5}"#, refusal: WireError(.duplicateField, path: "a_int32")),
        Case(json: #"{"oneSint32":1,"oneString":"a"}"#, refusal: WireError(.duplicateField, path: "one_string")),
        Case(json: #"{"byInt32":{"1":"a","1":"b"}}"#, refusal: WireError(.duplicateField, path: "1")),
        Case(json: #"{"byInt32":{"1":"a","1.0":"b"}}"#, refusal: WireError(.duplicateField, path: "by_int32[1.0]")),
        Case(json: #"{"aInt":5}"#, refusal: WireError(.unknownField, path: "aInt")),
        Case(json: #"{"manyNested":[{},{"x":1}]}"#, refusal: WireError(.unknownField, path: "many_nested[1].x")),
        Case(json: #"{"aNested":{"children":[{"name":1}]}}"#, refusal: WireError(.invalidValue, path: "a_nested.children[0].name")),
        Case(json: #"{"ofNested":{"7":{"name":1}}}"#, refusal: WireError(.invalidValue, path: "of_nested[7].name")),
        Case(json: #"{"aInt32":2147483648}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aInt32":1.5}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aInt32":" 5"}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aInt32":""}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aInt32":"0x5"}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aInt32":true}"#, refusal: WireError(.invalidValue, path: "a_int32")),
        Case(json: #"{"aUint32":-1}"#, refusal: WireError(.invalidValue, path: "a_uint32")),
        Case(json: #"{"aUint64":"18446744073709551616"}"#, refusal: WireError(.invalidValue, path: "a_uint64")),
        Case(json: #"{"aDouble":1e400}"#, refusal: WireError(.invalidValue, path: "a_double")),
        Case(json: #"{"aDouble":"nan"}"#, refusal: WireError(.invalidValue, path: "a_double")),
        Case(json: #"{"aDouble":"0x1p3"}"#, refusal: WireError(.invalidValue, path: "a_double")),
        Case(json: #"{"aFloat":1e39}"#, refusal: WireError(.invalidValue, path: "a_float")),
        Case(json: #"{"aBool":"true"}"#, refusal: WireError(.invalidValue, path: "a_bool")),
        Case(json: #"{"aBool":1}"#, refusal: WireError(.invalidValue, path: "a_bool")),
        Case(json: #"{"aString":5}"#, refusal: WireError(.invalidValue, path: "a_string")),
        Case(json: #"{"aBytes":"A"}"#, refusal: WireError(.invalidValue, path: "a_bytes")),
        Case(json: #"{"aBytes":"A!=="}"#, refusal: WireError(.invalidValue, path: "a_bytes")),
        Case(json: #"{"aColour":"RED"}"#, refusal: WireError(.invalidValue, path: "a_colour")),
        Case(json: #"{"aColour":1.5}"#, refusal: WireError(.invalidValue, path: "a_colour")),
        Case(json: #"{"manyInt32":5}"#, refusal: WireError(.invalidValue, path: "many_int32")),
        Case(json: #"{"manyInt32":[null]}"#, refusal: WireError(.invalidValue, path: "many_int32[0]")),
        Case(json: #"{"byInt32":{"1":null}}"#, refusal: WireError(.invalidValue, path: "by_int32[1]")),
        Case(json: #"{"byInt32":{"x":"a"}}"#, refusal: WireError(.invalidValue, path: "by_int32[x]")),
        Case(json: #"{"byBool":{"1":"a"}}"#, refusal: WireError(.invalidValue, path: "by_bool[1]")),
        Case(json: #"{"aTimestamp":"1970-01-01"}"#, refusal: WireError(.invalidValue, path: "a_timestamp")),
        Case(json: #"{"aDuration":"1"}"#, refusal: WireError(.invalidValue, path: "a_duration")),
        Case(json: #"{"aFieldMask":"seats_max"}"#, refusal: WireError(.invalidValue, path: "a_field_mask")),
        Case(json: #"{"anAny":{"@type":"type.googleapis.com/no.Such"}}"#, refusal: WireError(.invalidValue, path: "an_any.@type")),
        Case(json: #"{"anAny":{"value":"x"}}"#, refusal: WireError(.invalidValue, path: "an_any.@type")),
        Case(json: #"{"anAny":{"@type":"type.googleapis.com/google.protobuf.Duration"}}"#, refusal: WireError(.invalidValue, path: "an_any.value")),
    ]

    @Test("is refused, with the field's path", arguments: refused)
    func refuses(_ row: Case) throws {
        #expect(throws: try #require(row.refusal)) { try Everything(json: row.json, options: options) }
    }

    @Test("unknown members are skipped where that is asked for")
    func unknown() throws {
        let lenient = JSONOptions(skipsUnknownFields: true)
        #expect(try Everything(json: #"{"x":[{"y":1}],"aInt32":5}"#, options: lenient).aInt32 == 5)
    }

    @Test("names are made as protoc makes them")
    func names() throws {
        var odd = OddNames()
        odd.alreadyCamelCase = 1
        odd.withTwo = 2
        odd.trailing = 3
        odd.leading = 4
        odd.digit1St = 5
        odd.upperCase = 6
        odd.oddMap1 = ["k": 7]
        #expect(odd.json() == #"{"alreadyCamelCase":1,"withTwo":2,"trailing":3,"Leading":4,"digit1st":5,"UPPERCASE":6,"oddMap1":{"k":7}}"#)
        #expect(try OddNames(json: odd.json()) == odd)
    }

    @Test("Any holds a message's fields, or its special form under value")
    func any() throws {
        let info = AnyMessage(ErrorInfo(reason: "SEATS_EXHAUSTED", domain: "roster", metadata: ["pool": "full"]))
        let infoText = #"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SEATS_EXHAUSTED","domain":"roster","metadata":{"pool":"full"}}"#
        #expect(info.json(options) == infoText)
        #expect(try AnyMessage(json: infoText, options: options) == info)
        let time = AnyMessage(Timestamp(seconds: 1))
        let timeText = #"{"@type":"type.googleapis.com/google.protobuf.Timestamp","value":"1970-01-01T00:00:01Z"}"#
        #expect(time.json(options) == timeText)
        #expect(try AnyMessage(json: timeText, options: options) == time)
        #expect(try info.unpack(ErrorInfo.self)?.reason == "SEATS_EXHAUSTED")
        #expect(try info.unpack(Timestamp.self) == nil)
        // An Any in an Any has the special form, too.
        let twice = AnyMessage(info)
        #expect(try AnyMessage(json: twice.json(options), options: options) == twice)
    }

    @Test("indented, for people")
    func indented() {
        var message = Everything()
        message.aInt32 = 5
        message.manyInt32 = [1, 2]
        message.aNested = Everything.Nested()
        #expect(message.json(JSONOptions(isIndented: true)) == """
            {
              "aInt32": 5,
              "aNested": {},
              "manyInt32": [
                1,
                2
              ]
            }
            """)
    }

    @Test("depth, elements, memory and length are bounded")
    func bounds() throws {
        func nested(_ depth: Int) -> String { String(repeating: #"{"children":["#, count: depth - 1) + "{}" + String(repeating: "]}", count: depth - 1) }
        #expect(try Everything.Nested(json: nested(32)).children.count == 1)
        #expect(throws: WireError.self) { try Everything.Nested(json: nested(33)) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: WireError(.tooDeep)) { try Everything(json: deep) }
        let many = #"{"manyInt32":["# + String(repeating: "1,", count: 100_000) + "1]}"
        #expect(throws: WireError(.tooManyElements)) { try Everything(json: many) }
        let limits = JSONOptions(limits: DecodingLimits(messageBytes: 10_000))
        #expect(throws: WireError(.messageTooLarge)) { try Everything(json: many, options: limits) }
        let values = #"{"x":["# + String(repeating: "0,", count: 4900) + "0]}"
        #expect(throws: WireError(.decodedTooLarge)) { try Everything(json: values, options: limits) }
    }
}
