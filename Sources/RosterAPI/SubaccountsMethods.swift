// The methods of SubaccountService.

extension Methods {
    /// Keeps sub-accounts: organizations below another, in one tree with it.
    public enum Subaccounts {
        static let service = "roster.v1.SubaccountService"

        static let all: [any AnyMethod] = []
    }
}
