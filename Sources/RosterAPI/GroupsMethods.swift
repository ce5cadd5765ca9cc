// The methods of GroupService.

extension Methods {
    /// Keeps groups: named segments of members.
    public enum Groups {
        static let service = "roster.v1.GroupService"

        /// Creates a group.
        public static let create: Method<CreateGroupRequest, CreateGroupResponse> =
            .mutation(service, "Create", guard: .permission(.groupsManage))
        /// Returns a group with its owner, its times and how many members it has.
        public static let get: Method<GetGroupRequest, GetGroupResponse> =
            .read(service, "Get", guard: .permission(.groupsRead))
        /// Lists groups, in the order they were made.
        public static let list: Method<ListGroupsRequest, ListGroupsResponse> =
            .read(service, "List", guard: .permission(.groupsRead))
        /// Changes name, description and owner.
        public static let update: Method<UpdateGroupRequest, UpdateGroupResponse> =
            .mutation(service, "Update", guard: .permission(.groupsManage))
        /// Deletes a group with its memberships and rules.
        public static let delete: Method<DeleteGroupRequest, DeleteGroupResponse> =
            .mutation(service, "Delete", guard: .permission(.groupsManage))
        /// Adds members to a group, with a result for each.
        public static let addMembers: Method<AddGroupMembersRequest, AddGroupMembersResponse> =
            .mutation(service, "AddMembers", guard: .permission(.groupsEditMembers))
        /// Takes members out of a group, with a result for each.
        public static let removeMembers: Method<RemoveGroupMembersRequest, RemoveGroupMembersResponse> =
            .mutation(service, "RemoveMembers", guard: .permission(.groupsEditMembers))
        /// Lists a group's members, or looks up whom to add, by what a person types. Needs `members.read` as well.
        public static let listMembers: Method<ListGroupMembersRequest, ListGroupMembersResponse> =
            .read(service, "ListMembers", guard: .permission(.groupsRead))
        /// Makes a rule that puts people with a matching attribute into a group.
        public static let createRule: Method<CreateGroupRuleRequest, CreateGroupRuleResponse> =
            .mutation(service, "CreateRule", guard: .permission(.groupsManage))
        /// Lists rules, in the order they were made.
        public static let listRules: Method<ListGroupRulesRequest, ListGroupRulesResponse> =
            .read(service, "ListRules", guard: .permission(.groupsRead))
        /// Ends a rule.
        public static let deleteRule: Method<DeleteGroupRuleRequest, DeleteGroupRuleResponse> =
            .mutation(service, "DeleteRule", guard: .permission(.groupsManage))
        /// Turns the tags of another system into groups, with a result for each item.
        public static let importTags: Method<ImportTagsRequest, ImportTagsResponse> =
            .mutation(service, "ImportTags", guard: .permission(.groupsEditMembers))

        static let all: [any AnyMethod] = [
            create, get, list, update, delete, addMembers, removeMembers, listMembers, createRule, listRules, deleteRule, importTags,
        ]
    }
}
