// Request ids: what makes a mutation safe to repeat.

internal import Wire

enum RequestID {
    /// Gives a mutation a request id unless it has one, and answers the id.
    static func settle<Request: Message>(in request: inout Request) -> String? {
        guard var mutation = request as? any MutatingRequest else { return nil }
        var options = mutation.options ?? MutationOptions()
        if options.requestID.isEmpty {
            options.requestID = make()
            mutation.options = options
            if let changed = mutation as? Request { request = changed }
        }
        return options.requestID
    }

    /// 128 random bits in 32 hexadecimal digits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
