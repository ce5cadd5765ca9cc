// Builds the descriptor of one proto file; what protoc would make of it, but for comments and source positions.

import Wire

/// Which file declares which type.
struct TypeIndex {
    /// Full names of messages and enums → name of the file.
    private let files: [String: String]

    init(_ protoFiles: [ProtoFile]) {
        var files: [String: String] = [:]
        for file in protoFiles {
            for type in file.messages { files[type.protoName] = file.name }
            for type in file.enums { files[type.protoName] = file.name }
        }
        self.files = files
    }

    func unresolved(in protoFiles: [ProtoFile]) -> [String] {
        Set(protoFiles.flatMap { usedTypes($0) }).filter { files[$0] == nil }.sorted()
    }

    /// Full names of the types that a file's fields and methods mention.
    private func usedTypes(_ file: ProtoFile) -> [String] {
        file.messages.flatMap { $0.schema.fields.compactMap(\.type.typeName) }
            + file.services.flatMap { $0.methods.flatMap { [$0.request.protoName, $0.response.protoName] } }
    }

    func descriptor(of file: ProtoFile) -> FileDescriptorProto {
        var descriptor = FileDescriptorProto()
        descriptor.name = file.name
        descriptor.package = file.package
        descriptor.dependency = Set(usedTypes(file).compactMap { files[$0] }).subtracting([file.name]).sorted()
        descriptor.messageType = file.messages.filter { parent(of: $0.protoName) == file.package }.map { message($0, in: file) }
        descriptor.enumType = file.enums.filter { parent(of: $0.protoName) == file.package }.map { enumeration($0) }
        descriptor.service = file.services.map { service($0) }
        descriptor.syntax = "proto3"
        return descriptor
    }

    private func message(_ type: any Message.Type, in file: ProtoFile) -> DescriptorProto {
        let schema = type.schema
        var descriptor = DescriptorProto()
        descriptor.name = lastPart(of: schema.name)
        descriptor.nestedType = file.messages.filter { parent(of: $0.protoName) == schema.name }.map { message($0, in: file) }
        descriptor.enumType = file.enums.filter { parent(of: $0.protoName) == schema.name }.map { enumeration($0) }

        // The oneofs of the file come first, those that stand for `optional` behind them.
        var oneofs: [String] = []
        for case .oneof(let name) in schema.fields.map(\.cardinality) where !oneofs.contains(name) { oneofs.append(name) }
        for field in schema.fields {
            var proto = fieldDescriptor(field)
            switch field.cardinality {
            case .oneof(let name):
                proto.oneofIndex = oneofs.firstIndex(of: name).map { Int32($0) }
            case .optional:
                if case .message = field.type { break }
                proto.proto3Optional = true
                proto.oneofIndex = Int32(oneofs.count)
                oneofs.append("_" + field.name)
            case .map(let key):
                let entry = mapEntry(field, key: key)
                proto.type = FieldKind(rawValue: 11)
                proto.typeName = ".\(schema.name).\(entry.name ?? "")"
                descriptor.nestedType.append(entry)
            case .implicit, .repeated: break
            }
            descriptor.field.append(proto)
        }
        descriptor.oneofDecl = oneofs.map { OneofDescriptorProto(name: $0) }
        return descriptor
    }

    private func fieldDescriptor(_ field: FieldSchema) -> FieldDescriptorProto {
        var proto = plainField(field.number, field.name, field.type)
        switch field.cardinality {
        case .repeated, .map: proto.label = .repeated
        case .implicit, .optional, .oneof: break
        }
        return proto
    }

    private func plainField(_ number: Int32, _ name: String, _ type: FieldType) -> FieldDescriptorProto {
        var proto = FieldDescriptorProto()
        proto.name = name
        proto.number = number
        proto.label = .optional
        proto.type = FieldKind(rawValue: type.number)
        proto.typeName = type.typeName.map { "." + $0 }
        proto.jsonName = jsonName(name)
        return proto
    }

    /// The hidden message of a map field: `labels` has `LabelsEntry`.
    private func mapEntry(_ field: FieldSchema, key: FieldType) -> DescriptorProto {
        var entry = DescriptorProto()
        let camel = jsonName("_" + field.name)
        entry.name = camel + "Entry"
        entry.field = [plainField(1, "key", key), plainField(2, "value", field.type)]
        entry.options = MessageOptions(mapEntry: true)
        return entry
    }

    private func enumeration(_ type: any WireEnum.Type) -> EnumDescriptorProto {
        EnumDescriptorProto(name: lastPart(of: type.protoName), value: type.cases.map { EnumValueDescriptorProto(name: $0.1, number: $0.0) })
    }

    private func service(_ service: ServiceSchema) -> ServiceDescriptorProto {
        ServiceDescriptorProto(
            name: lastPart(of: service.name),
            method: service.methods.map { method in
                var proto = MethodDescriptorProto()
                proto.name = method.name
                proto.inputType = "." + method.request.protoName
                proto.outputType = "." + method.response.protoName
                if method.shape.clientStreams { proto.clientStreaming = true }
                if method.shape.serverStreams { proto.serverStreaming = true }
                if method.noSideEffects { proto.options = MethodOptions(idempotencyLevel: .noSideEffects) }
                return proto
            })
    }
}

extension FieldType {
    /// The full name of a message or an enum.
    var typeName: String? {
        switch self {
        case .message(let type): type.protoName
        case .enumeration(let type): type.protoName
        default: nil
        }
    }
}
