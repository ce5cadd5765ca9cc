/// `grpc.reflection.v1` and `v1alpha`: tells clients without proto files what the server speaks (wire H2).
public import WellKnown

/// Answers from the descriptors it was made with. Register it with ``Router/add(_:)``, which serves both versions.
public struct ReflectionService: Sendable {
    private let services: [String]
    private let descriptors: DescriptorSet

    /// - Parameters:
    ///   - services: full names; reflection itself is added. Listed in alphabetical order.
    ///   - descriptors: the files that declare them, and everything those import.
    public init(services: [String], descriptors: DescriptorSet) {
        let own = [ReflectionMethods<ReflectionV1>.info.service, ReflectionMethods<ReflectionV1Alpha>.info.service]
        self.services = Set(services + own).sorted()
        self.descriptors = descriptors
    }

    func answer<Version>(_ request: ServerReflectionRequest<Version>) -> ServerReflectionResponse<Version> {
        var response = ServerReflectionResponse<Version>()
        response.validHost = request.host
        response.originalRequest = request
        response.messageResponse = answer(to: request.messageRequest)
        return response
    }

    private func answer<Version>(
        to request: ServerReflectionRequest<Version>.MessageRequest?
    ) -> ServerReflectionResponse<Version>.MessageResponse {
        switch request {
        case .listServices:
            var list = ListServiceResponse<Version>()
            list.service = services.map { name in
                var service = ServiceResponse<Version>()
                service.name = name
                return service
            }
            return .listServicesResponse(list)
        case .fileByFilename(let name):
            return files(descriptors.file(named: name), or: "unknown file \(name)")
        case .fileContainingSymbol(let symbol):
            return files(descriptors.file(containing: symbol), or: "unknown symbol \(symbol)")
        case .fileContainingExtension(let request):
            // proto3 has no extensions but of options, and Roster declares none.
            return refusal(.notFound, "\(request.containingType) has no extension \(request.extensionNumber)")
        case .allExtensionNumbersOfType(let name):
            guard descriptors.file(containing: name) != nil else { return refusal(.notFound, "unknown type \(name)") }
            var numbers = ExtensionNumberResponse<Version>()
            numbers.baseTypeName = name
            return .allExtensionNumbersResponse(numbers)
        case nil:
            return refusal(.invalidArgument, "the request asks for nothing")
        }
    }

    /// A file and, behind it, everything it imports.
    private func files<Version>(
        _ file: FileDescriptorProto?, or message: String
    ) -> ServerReflectionResponse<Version>.MessageResponse {
        guard let file else { return refusal(.notFound, message) }
        var response = FileDescriptorResponse<Version>()
        response.fileDescriptorProto = descriptors.closure(of: file).map { $0.encoded() }
        return .fileDescriptorResponse(response)
    }

    private func refusal<Version>(_ code: StatusCode, _ message: String) -> ServerReflectionResponse<Version>.MessageResponse {
        var error = ErrorResponse<Version>()
        error.errorCode = code.rawValue
        error.errorMessage = message
        return .errorResponse(error)
    }
}

extension Router {
    /// Registers both versions of reflection; they ask for no credentials.
    public mutating func add(_ reflection: ReflectionService) {
        addVersion(reflection, ReflectionV1.self)
        addVersion(reflection, ReflectionV1Alpha.self)
    }

    private mutating func addVersion<Version: ReflectionVersion>(_ reflection: ReflectionService, _: Version.Type) {
        bidirectional(ReflectionMethods<Version>.info, anonymous: true) { requests, writer, _ in
            for try await request in requests { try await writer.write(reflection.answer(request)) }
        }
    }
}
