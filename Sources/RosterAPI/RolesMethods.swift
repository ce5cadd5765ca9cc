// The methods of RoleService.

extension Methods {
    /// Keeps custom roles and administration rights, and tells what roles and permissions there are.
    public enum Roles {
        static let service = "roster.v1.RoleService"

        static let all: [any AnyMethod] = []
    }
}
