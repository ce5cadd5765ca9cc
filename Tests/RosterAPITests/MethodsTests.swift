// The table of methods against proto/, read as text.

import Foundation
import RosterAPI
import Testing
import Wire

private struct DeclaredMethod: Hashable {
    var service: String
    var name: String
    var request: String
    var response: String
    var noSideEffects: Bool
}

private let protoFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "proto/roster/v1")

private func protoFiles() throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: protoFolder.path).sorted().filter { $0.hasSuffix(".proto") }.map {
        ($0, try String(contentsOf: protoFolder.appending(path: $0), encoding: .utf8))
    }
}

private func declaredMethods() throws -> Set<DeclaredMethod> {
    var methods: Set<DeclaredMethod> = []
    for file in try protoFiles() {
        var service = ""
        var open: DeclaredMethod?
        for line in file.text.split(separator: "\n") {
            if let match = line.firstMatch(of: /^service (\w+)/) { service = "roster.v1.\(match.1)" }
            if let match = line.firstMatch(of: /^  rpc (\w+)\((\w+)\) returns \((\w+)\)( \{|;)/) {
                let method = DeclaredMethod(
                    service: service, name: String(match.1), request: "roster.v1.\(match.2)", response: "roster.v1.\(match.3)",
                    noSideEffects: false)
                if match.4 == ";" { methods.insert(method) } else { open = method }
            }
            if line.contains("option idempotency_level = NO_SIDE_EFFECTS;") { open?.noSideEffects = true }
            if line == "  }", let method = open {
                methods.insert(method)
                open = nil
            }
        }
    }
    return methods
}

/// Lists the fields of a message by walking them.
private struct FieldList: FieldVisitor {
    var fields: [(number: Int32, name: String, type: FieldType, repeated: Bool)] = []

    static func of(_ type: any Message.Type) throws -> FieldList {
        func walk<M: Message>(_ type: M.Type) throws(WireError) -> FieldList {
            var list = FieldList()
            var message = M()
            try message.fields(&list)
            return list
        }
        return try walk(type)
    }

    mutating func scalar<C: ScalarCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue, as coding: C.Type) throws(WireError) {
        fields.append((number, name, C.fieldType, false))
    }
    mutating func optional<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout C.FieldValue?, as coding: C.Type) throws(WireError) {
        fields.append((number, name, C.fieldType, false))
    }
    mutating func repeated<C: FieldCoding>(_ number: Int32, _ name: String, _ value: inout [C.FieldValue], as coding: C.Type) throws(WireError) {
        fields.append((number, name, C.fieldType, true))
    }
    mutating func map<K: KeyCoding, C: FieldCoding>(
        _ number: Int32, _ name: String, _ value: inout [K.FieldValue: C.FieldValue], key: K.Type, as coding: C.Type
    ) throws(WireError) where K.FieldValue: Hashable {
        fields.append((number, name, C.fieldType, true))
    }
    mutating func member<Choice, C: FieldCoding>(
        of oneof: String, _ number: Int32, _ name: String, _ value: inout Choice?, as coding: C.Type,
        get: (Choice) -> C.FieldValue?, make: (C.FieldValue) -> Choice
    ) throws(WireError) {
        fields.append((number, name, C.fieldType, false))
    }

    func name(_ number: Int32) -> String? { fields.first { $0.number == number }?.name }
}

private let allMessages: [any Message.Type] = RosterFiles.all.flatMap(\.messages)

@Suite("Methods")
struct MethodsTests {
    @Test("every rpc in proto/ has its line in the table, with the same types and kind")
    func complete() throws {
        let table = Set(Methods.all.map { method in
            let schema = method.schema
            return DeclaredMethod(
                service: String(method.path.dropFirst().split(separator: "/")[0]), name: schema.name,
                request: schema.request.protoName, response: schema.response.protoName, noSideEffects: schema.noSideEffects)
        })
        let declared = try declaredMethods()
        #expect(declared.count > 30)
        #expect(table.subtracting(declared).isEmpty)
        #expect(declared.subtracting(table).isEmpty)
        #expect(table.count == Methods.all.count, "a line twice")
    }

    @Test("a read is declared free of side effects, a mutation isn't; each keeps to its own messages")
    func kinds() {
        var seen: Set<String> = []
        for method in Methods.all {
            let schema = method.schema
            #expect(schema.noSideEffects == (method.kind == .read), "\(method.name)")
            #expect((schema.request is any MutatingRequest.Type) == (method.kind == .mutation), "\(method.name)")
            #expect((schema.response is any MutatingResponse.Type) == (method.kind == .mutation), "\(method.name)")
            #expect((schema.request is any ReadRequest.Type) == (schema.response is any ReadResponse.Type), "\(method.name)")
            #expect((schema.request is any ListRequest.Type) == (schema.response is any ListResponse.Type), "\(method.name)")
            #expect(method.kind == .mutation || schema.request is any ReadRequest.Type || !method.hasOrganization, "\(method.name)")
            #expect(method.hasOrganization == (schema.request is any OrganizationScoped.Type), "\(method.name)")
            #expect(seen.insert(schema.request.protoName).inserted, "\(method.name) shares its request")
            #expect(seen.insert(schema.response.protoName).inserted, "\(method.name) shares its response")
        }
    }

    @Test("guards name permissions that exist, of the level that fits")
    func guards() {
        func check(_ permission: Permission, _ level: PermissionLevel, _ name: String) {
            #expect(permission.entry?.level == level, "\(name): \(permission)")
        }
        for method in Methods.all {
            switch method.guard {
            case .permission(let permission): check(permission, .organization, method.name)
            case .keyring(let organization, let platform):
                check(organization, .organization, method.name)
                check(platform, .key, method.name)
            case .platform(let permission): check(permission, .key, method.name)
            case .subject(let own, let others):
                check(own, .organization, method.name)
                check(others, .organization, method.name)
                #expect(method.schema.request is any SubjectScoped.Type || method.name.hasSuffix("BatchCheck"), "\(method.name)")
            case .invitee: #expect(method.hasOrganization && method.kind == .mutation, "\(method.name)")
            case .actor(let permission):
                check(permission, .organization, method.name)
                #expect(method.hasOrganization, "\(method.name)")
            case .person: #expect(!method.hasOrganization, "\(method.name)")
            }
        }
    }

    @Test("fields 10 to 15 of requests and responses mean the same everywhere (product.md 4.1)")
    func conventions() throws {
        for message in allMessages {
            let name = message.protoName
            let fields = try FieldList.of(message)
            #expect(Set(fields.fields.map(\.number)).count == fields.fields.count, "\(name): a number twice")
            #expect(Set(fields.fields.map(\.name)).count == fields.fields.count, "\(name): a name twice")
            if name.hasSuffix("Request") {
                #expect(fields.name(15) == (message is any MutatingRequest.Type ? "options" : nil), "\(name)")
                #expect(fields.name(14) == (message is any ReadRequest.Type ? "point" : nil), "\(name)")
                let page = [fields.name(10), fields.name(11), fields.name(12), fields.name(13)]
                #expect(page == (message is any ListRequest.Type ? ["page_size", "page_token", "filter", "order_by"] : [nil, nil, nil, nil]))
                if message is any OrganizationScoped.Type {
                    #expect(fields.name(1) == "organization_id" || name.contains(".Update"), "\(name)")
                }
            } else if name.hasSuffix("Response") {
                #expect(fields.name(15) == (message is any MutatingResponse.Type ? "result" : nil), "\(name)")
                #expect(fields.name(14) == (message is any ReadResponse.Type ? "revision" : nil), "\(name)")
                let page = [fields.name(11), fields.name(12)]
                #expect(page == (message is any ListResponse.Type ? ["next_page_token", "total_size"] : [nil, nil]), "\(name)")
            } else {
                #expect(fields.name(15) == nil, "\(name): 15 is for options and result")
                if let revision = fields.fields.first(where: { $0.name == "revision" }), !["EntryHeader", "MutationResult"].contains(where: name.hasSuffix) {
                    #expect(revision.number == 14, "\(name)")
                }
            }
        }
    }

    @Test("a number and a name in proto/ are the number and the name in Swift")
    func fieldsMatchText() throws {
        var declared: [String: Set<String>] = [:]
        for file in try protoFiles() {
            var message = ""
            for line in file.text.split(separator: "\n") {
                if let match = line.firstMatch(of: /^message (\w+) \{/) {
                    message = "roster.v1.\(match.1)"
                    declared[message] = []
                }
                if !message.isEmpty, let match = line.firstMatch(of: /^ +(?:repeated |optional )?(?:map<[\w, ]+>|[\w.]+) (\w+) = (\d+);/) {
                    declared[message]?.insert("\(match.2) \(match.1)")
                }
                if line == "}" { message = "" }
            }
        }
        #expect(Set(declared.keys) == Set(allMessages.map { $0.protoName }))
        for message in allMessages {
            let fields = Set(try FieldList.of(message).fields.map { "\($0.number) \($0.name)" })
            #expect(fields == declared[message.protoName], "\(message.protoName)")
        }
    }

    @Test("events hold no personal data: no name of a person, no address, no profile (product.md 3.3, 11)")
    func eventsAreImpersonal() throws {
        for message in RosterFiles.events.messages {
            for field in try FieldList.of(message).fields {
                #expect(!["email", "profile", "given_name", "family_name", "display_name"].contains(field.name), "\(message.protoName)")
            }
        }
    }
}

extension AnyMethod {
    fileprivate var hasOrganization: Bool { organization != nil }
}
