// The methods of RoleService.

extension Methods {
    /// Keeps custom roles and administration rights, and tells what roles and permissions there are.
    public enum Roles {
        static let service = "roster.v1.RoleService"

        /// Lists the roles of both levels, built-in ones first, then custom ones in the order in which they were made.
        public static let listRoles: Method<ListRolesRequest, ListRolesResponse> =
            .read(service, "ListRoles", guard: .permission(.membersRead))
        /// Lists the catalogue of permissions.
        public static let listPermissions: Method<ListPermissionsRequest, ListPermissionsResponse> =
            .read(service, "ListPermissions", guard: .permission(.organizationRead))
        /// Makes a role of the organization's own.
        public static let createCustomRole: Method<CreateCustomRoleRequest, CreateCustomRoleResponse> =
            .mutation(service, "CreateCustomRole", guard: .permission(.rolesManage))
        /// Changes a custom role, and with it at once what its holders may do.
        public static let updateCustomRole: Method<UpdateCustomRoleRequest, UpdateCustomRoleResponse> =
            .mutation(service, "UpdateCustomRole", guard: .permission(.rolesManage))
        /// Deletes a custom role; its holders get the replacement.
        public static let deleteCustomRole: Method<DeleteCustomRoleRequest, DeleteCustomRoleResponse> =
            .mutation(service, "DeleteCustomRole", guard: .permission(.rolesManage))
        /// Says what a change of a custom role, or another role for a member, would change for the members.
        public static let simulateRoleChange: Method<SimulateRoleChangeRequest, SimulateRoleChangeResponse> =
            .read(service, "SimulateRoleChange", guard: .permission(.membersManageRoles))
        /// Lists who administers the organization, in the order in which they became members.
        public static let listAdmins: Method<ListAdminsRequest, ListAdminsResponse> =
            .read(service, "ListAdmins", guard: .permission(.membersRead))
        /// Gives an administration right to a member who has none.
        public static let grantAdmin: Method<GrantAdminRequest, GrantAdminResponse> =
            .mutation(service, "GrantAdmin", guard: .permission(.adminsManage))
        /// Changes a member's administration right.
        public static let updateAdmin: Method<UpdateAdminRequest, UpdateAdminResponse> =
            .mutation(service, "UpdateAdmin", guard: .permission(.adminsManage))
        /// Takes a member's administration right away.
        public static let revokeAdmin: Method<RevokeAdminRequest, RevokeAdminResponse> =
            .mutation(service, "RevokeAdmin", guard: .permission(.adminsManage))

        static let all: [any AnyMethod] = [
            listRoles, listPermissions, createCustomRole, updateCustomRole, deleteCustomRole, simulateRoleChange, listAdmins, grantAdmin, updateAdmin,
            revokeAdmin,
        ]
    }
}
