// From the lists of fields to descriptors: what reflection answers, and what the drift test compares with protoc's.

public import Wire

/// The descriptors of a closed set of proto files: every type that a file uses is declared in one of them.
public struct DescriptorSet: Sendable {
    /// In the order given.
    public let files: [FileDescriptorProto]
    private let fileIndexes: [String: Int]
    /// Full names of messages, enums, services, methods, fields and enum values → index of their file.
    private let symbols: [String: Int]

    /// Builds the descriptors of `files`, which must contain the files of all types they use; `unresolved` names those that they don't.
    public init(_ files: [ProtoFile]) {
        let index = TypeIndex(files)
        self.files = files.map { index.descriptor(of: $0) }
        fileIndexes = Dictionary(files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var symbols: [String: Int] = [:]
        for (position, file) in files.enumerated() {
            for name in symbolNames(of: file) { symbols[name] = position }
        }
        self.symbols = symbols
        unresolved = index.unresolved(in: files)
    }

    /// Full names of types that are used and not declared: must be empty.
    public let unresolved: [String]

    public func file(named name: String) -> FileDescriptorProto? {
        fileIndexes[name].map { files[$0] }
    }

    /// The file that declares a message, enum, service, method or field of this full name.
    public func file(containing symbol: String) -> FileDescriptorProto? {
        symbols[symbol].map { files[$0] }
    }

    /// A file and everything it imports, itself first, each once.
    public func closure(of file: FileDescriptorProto) -> [FileDescriptorProto] {
        var result = [file]
        var seen: Set<String> = [file.name ?? ""]
        var next = 0
        while next < result.count {
            for name in result[next].dependency where seen.insert(name).inserted {
                if let imported = self.file(named: name) { result.append(imported) }
            }
            next += 1
        }
        return result
    }
}

private func symbolNames(of file: ProtoFile) -> [String] {
    var names: [String] = []
    for type in file.messages {
        names.append(type.protoName)
        for field in type.schema.fields { names.append("\(type.protoName).\(field.name)") }
    }
    for type in file.enums {
        names.append(type.protoName)
        // An enum's values are siblings of the enum, as in C++.
        for value in type.cases { names.append("\(parent(of: type.protoName)).\(value.1)") }
    }
    for service in file.services {
        names.append(service.name)
        for method in service.methods { names.append("\(service.name).\(method.name)") }
    }
    return names
}

/// A full name without its last part.
func parent(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return String(name[..<dot])
}

/// The last part of a full name.
func lastPart(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return name }
    return String(name[name.index(after: dot)...])
}
