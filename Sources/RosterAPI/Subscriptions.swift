// What an organization subscribed to, and how that changes.

public import WellKnown
public import Wire

/// What an organization subscribed to.
public struct Subscription: Message {
    public static let protoName = "roster.v1.Subscription"
    public var organizationID = OrganizationID()
    /// The plan's name, such as `ADVANCED`.
    public var plan = ""
    /// What may be used now: features of the plan, but for those that wait to be enabled.
    public var features: [Feature] = []
    /// Features of the plan that must be enabled on request first, and aren't yet.
    public var featuresToEnable: [Feature] = []
    public var limits: Limits?
    /// Bought beyond the plan, in order of time.
    public var addOns: [AddOn] = []
    /// Assigned to new standard members for whom no product is named. Empty: none.
    public var defaultProductID = ""
    /// When the plan was chosen.
    public var planTime: Timestamp?
    /// The revision of its last change.
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "plan", &plan)
        try v.field(3, "features", &features)
        try v.field(4, "features_to_enable", &featuresToEnable)
        try v.field(5, "limits", &limits)
        try v.field(6, "add_ons", &addOns)
        try v.field(7, "default_product_id", &defaultProductID)
        try v.field(8, "plan_time", &planTime)
        try v.field(14, "revision", &revision)
    }
}

/// Seats bought beyond a plan.
public struct AddOn: Message {
    public static let protoName = "roster.v1.AddOn"
    public var productID = ""
    public var seats: Int32 = 0
    public var purchaseTime: Timestamp?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "product_id", &productID)
        try v.field(2, "seats", &seats)
        try v.field(3, "purchase_time", &purchaseTime)
    }
}

/// The request of ``Methods/Organizations/getSubscription``.
public struct GetSubscriptionRequest: ReadRequest, OrganizationScoped {
    public static let protoName = "roster.v1.GetSubscriptionRequest"
    public var organizationID = OrganizationID()
    public var point: ReadPoint?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(14, "point", &point)
    }
}

/// The answer of ``Methods/Organizations/getSubscription``.
public struct GetSubscriptionResponse: ReadResponse {
    public static let protoName = "roster.v1.GetSubscriptionResponse"
    public var subscription: Subscription?
    public var revision: Int64 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subscription", &subscription)
        try v.field(14, "revision", &revision)
    }
}

/// The request of ``Methods/Organizations/changePlan``.
public struct ChangePlanRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.ChangePlanRequest"
    public var organizationID = OrganizationID()
    public var plan = ""
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "plan", &plan)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/changePlan``.
public struct ChangePlanResponse: MutatingResponse {
    public static let protoName = "roster.v1.ChangePlanResponse"
    public var subscription: Subscription?
    /// What the new plan doesn't include any more.
    public var lostFeatures: [LostFeature] = []
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subscription", &subscription)
        try v.field(2, "lost_features", &lostFeatures)
        try v.field(15, "result", &result)
    }
}

/// A feature that a change of plan takes away.
public struct LostFeature: Message {
    public static let protoName = "roster.v1.LostFeature"
    public var feature = Feature.unspecified
    /// How many things rest on it now, such as members with the category it allows.
    public var uses: Int32 = 0
    /// What becomes of them, in one sentence for people.
    public var effect = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "feature", &feature)
        try v.field(2, "uses", &uses)
        try v.field(3, "effect", &effect)
    }
}

/// The request of ``Methods/Organizations/enableFeature``.
public struct EnableFeatureRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.EnableFeatureRequest"
    public var organizationID = OrganizationID()
    public var feature = Feature.unspecified
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "feature", &feature)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/enableFeature``.
public struct EnableFeatureResponse: MutatingResponse {
    public static let protoName = "roster.v1.EnableFeatureResponse"
    public var subscription: Subscription?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subscription", &subscription)
        try v.field(15, "result", &result)
    }
}

/// The request of ``Methods/Organizations/purchaseAddOn``.
public struct PurchaseAddOnRequest: MutatingRequest, OrganizationScoped {
    public static let protoName = "roster.v1.PurchaseAddOnRequest"
    public var organizationID = OrganizationID()
    public var productID = ""
    /// 1 to 1,000,000.
    public var seats: Int32 = 0
    public var options: MutationOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "organization_id", &organizationID)
        try v.field(2, "product_id", &productID)
        try v.field(3, "seats", &seats)
        try v.field(15, "options", &options)
    }
}

/// The answer of ``Methods/Organizations/purchaseAddOn``.
public struct PurchaseAddOnResponse: MutatingResponse {
    public static let protoName = "roster.v1.PurchaseAddOnResponse"
    public var subscription: Subscription?
    public var result: MutationResult?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "subscription", &subscription)
        try v.field(15, "result", &result)
    }
}
