// The methods of ResourceService.

extension Methods {
    /// Keeps connected profiles and ad accounts, their connections, and the workspaces they lie in.
    public enum Resources {
        static let service = "roster.v1.ResourceService"

        static let all: [any AnyMethod] = []
    }
}
