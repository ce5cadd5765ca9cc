// The methods of GroupService.

extension Methods {
    /// Keeps groups: named segments of members.
    public enum Groups {
        static let service = "roster.v1.GroupService"

        static let all: [any AnyMethod] = []
    }
}
