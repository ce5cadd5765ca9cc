/// Which file declares a name: what reflection looks things up in.
import WellKnown

/// The files a server speaks of, by name and by every symbol they declare: messages, fields, oneofs, enums and their values, services and
/// methods, nested ones too (wire H2).
struct DescriptorIndex: Sendable {
    /// Encoded `FileDescriptorProto`s by file name.
    private var encoded: [String: [UInt8]] = [:]
    private var dependencies: [String: [String]] = [:]
    private var fileOfSymbol: [String: String] = [:]
    private var messages: Set<String> = []

    init(_ files: [FileDescriptorProto]) {
        for file in files { add(file) }
    }

    private mutating func add(_ file: FileDescriptorProto) {
        guard let name = file.name, encoded[name] == nil else { return }
        encoded[name] = file.encoded()
        dependencies[name] = file.dependency
        let package = file.package ?? ""
        for message in file.messageType { add(message, in: package, of: name) }
        for value in file.enumType { add(value, in: package, of: name) }
        for service in file.service {
            let full = Self.join(package, service.name)
            fileOfSymbol[full] = name
            for method in service.method { fileOfSymbol[Self.join(full, method.name)] = name }
        }
    }

    private mutating func add(_ message: DescriptorProto, in scope: String, of file: String) {
        let full = Self.join(scope, message.name)
        fileOfSymbol[full] = file
        messages.insert(full)
        for field in message.field { fileOfSymbol[Self.join(full, field.name)] = file }
        for oneof in message.oneofDecl { fileOfSymbol[Self.join(full, oneof.name)] = file }
        for nested in message.nestedType { add(nested, in: full, of: file) }
        for nested in message.enumType { add(nested, in: full, of: file) }
    }

    /// The values of an enum are siblings of the enum in protobuf's naming; both spellings are found.
    private mutating func add(_ type: EnumDescriptorProto, in scope: String, of file: String) {
        let full = Self.join(scope, type.name)
        fileOfSymbol[full] = file
        for value in type.value {
            fileOfSymbol[Self.join(scope, value.name)] = file
            fileOfSymbol[Self.join(full, value.name)] = file
        }
    }

    private static func join(_ scope: String, _ name: String?) -> String {
        scope.isEmpty ? name ?? "" : "\(scope).\(name ?? "")"
    }

    func isMessage(_ name: String) -> Bool { messages.contains(name) }

    /// The file that declares `symbol` and, behind it, everything it imports; nil when nobody declares it.
    func files(declaring symbol: String) -> [[UInt8]]? {
        fileOfSymbol[symbol].flatMap(files(named:))
    }

    /// The file of that name and, behind it, everything it imports, each once.
    func files(named name: String) -> [[UInt8]]? {
        guard encoded[name] != nil else { return nil }
        var seen: Set<String> = [name]
        var queue = [name]
        var files: [[UInt8]] = []
        var index = 0
        while index < queue.count {
            if let bytes = encoded[queue[index]] { files.append(bytes) }
            for dependency in dependencies[queue[index]] ?? [] where seen.insert(dependency).inserted { queue.append(dependency) }
            index += 1
        }
        return files
    }
}
