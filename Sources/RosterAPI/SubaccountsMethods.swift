// The methods of SubaccountService.

extension Methods {
    /// Keeps sub-accounts: organizations below another, in one tree with it.
    public enum Subaccounts {
        static let service = "roster.v1.SubaccountService"

        /// Creates a sub-account below an account.
        public static let create: Method<CreateSubaccountRequest, CreateSubaccountResponse> =
            .mutation(service, "Create", guard: .permission(.subaccountsManage))
        /// Returns a sub-account, as an account above it sees it.
        public static let get: Method<GetSubaccountRequest, GetSubaccountResponse> =
            .read(service, "Get", guard: .permission(.subaccountsRead))
        /// Lists everything that lies below an account.
        public static let list: Method<ListSubaccountsRequest, ListSubaccountsResponse> =
            .read(service, "List", guard: .permission(.subaccountsRead))

        static let all: [any AnyMethod] = [create, get, list]
    }
}
