// SeatForecasts: whether new licenses would fit, now or once others have ended by time alone.

public import RosterAPI
import WellKnown

extension OrganizationNode {
    /// The most steps that a forecast names for a product.
    static let forecastStepsMax = 100

    /// Answers ForecastSeats at a time; `revision` is left to the caller.
    ///
    /// By time alone seats only become free and a month's cap only begins anew, so what fits once fits from then on.
    public func forecast(_ request: ForecastSeatsRequest, in state: TreeState, at point: Int64) -> ForecastSeatsResponse {
        let time = max(point, request.time?.nanosecondsSince1970 ?? point)
        var response = ForecastSeatsResponse()
        // From when on each condition holds; nil: never by time alone.
        var times: [Int64?] = []

        for demand in request.demands {
            let (forecast, fitTime) = forecast(demand, at: time)
            response.products.append(forecast)
            times.append(fitTime)
        }
        if response.products.contains(where: { !$0.fits }) { response.reasons.append(Reason.seatsExhausted.name) }

        if let cap = assignmentCap(in: state, at: time) {
            let wanted = request.demands.reduce(0) { $0 + Int64($1.count) }
            response.assignmentCap = cap
            times.append(wanted <= cap.remaining ? time : wanted <= cap.limit ? cap.resetTime?.nanosecondsSince1970 : nil)
            if wanted > cap.remaining { response.reasons.append(Reason.assignmentCapReached.name) }
        }

        if let most = plan?.limits?.members, most > 0 {
            let remaining = max(0, most - Int32(truncatingIfNeeded: state.presentMembers))
            response.membersRemaining = remaining
            times.append(request.newMembers <= remaining ? time : nil)
            if request.newMembers > remaining { response.reasons.append(Reason.quotaExceeded.name) }
        }

        response.fits = response.reasons.isEmpty
        let known = times.compactMap(\.self)
        if known.count == times.count { response.fitTime = Timestamp(nanosecondsSince1970: known.max() ?? time) }
        return response
    }

    private func forecast(_ demand: SeatDemand, at time: Int64) -> (SeatForecast, fitTime: Int64?) {
        let pool = pools[demand.productID]
        let available = pool?.available(at: time) ?? 0
        let missing = max(0, demand.count - available)
        let fitTime = missing == 0 ? time : pool?.release(of: Int(missing), after: time)
        var forecast = SeatForecast()
        forecast.productID = demand.productID
        forecast.count = demand.count
        forecast.seats = pool?.seatCounts(at: time)
        forecast.fits = missing == 0
        forecast.missing = missing
        forecast.fitTime = fitTime.map { Timestamp(nanosecondsSince1970: $0) }
        forecast.steps = pool?.steps(after: time, limit: Self.forecastStepsMax) ?? []
        return (forecast, fitTime)
    }
}

extension ForecastSeatsRequest {
    /// INVALID_ARGUMENT: what is wrong whatever the state.
    public func validate(_ catalogue: Catalogue) throws(Refusal) {
        guard (1...100).contains(demands.count) else { throw .invalid("demands", "1 to 100") }
        guard Set(demands.map(\.productID)).count == demands.count else { throw .invalid("demands", "no product twice") }
        for demand in demands {
            try Validation.product(demand.productID, "demands.product_id", catalogue)
            try Validation.seats(demand.count, "demands.count")
        }
        try Validation.seats(newMembers, "new_members")
        try Validation.timestamp(time, "time")
    }
}

extension PoolNode {
    /// When so many more seats will have become free by time alone; nil: never.
    func release(of seats: Int, after time: Int64) -> Int64? {
        let ends = ends(after: time, limit: seats)
        return ends.count < seats ? nil : ends[seats - 1]
    }

    /// The next times at which seats become free, each with what is available from then on.
    func steps(after time: Int64, limit: Int) -> [SeatStep] {
        var steps: [SeatStep] = []
        var (pending, active) = (pendingEnds.ends(after: time).makeIterator(), activeEnds.ends(after: time).makeIterator())
        var (nextPending, nextActive) = (pending.next(), active.next())
        var available = available(at: time)
        while let next = [nextPending, nextActive].compactMap(\.self).min(), steps.count < limit {
            while nextPending == next {
                available += 1
                nextPending = pending.next()
            }
            while nextActive == next {
                available += 1
                nextActive = active.next()
            }
            steps.append(.with { step in
                step.time = Timestamp(nanosecondsSince1970: next)
                step.available = available
            })
        }
        return steps
    }

    /// The ends of the next licenses that take a seat, in order of time.
    private func ends(after time: Int64, limit: Int) -> [Int64] {
        let pending = pendingEnds.ends(after: time).prefix(limit)
        let active = activeEnds.ends(after: time).prefix(limit)
        return Array((Array(pending) + Array(active)).sorted().prefix(limit))
    }
}

extension SortedChunks<LicenseEnd> {
    /// The times of the ends after a time, in order.
    fileprivate func ends(after time: Int64) -> some Sequence<Int64> {
        lazy.drop { $0.time <= time }.map(\.time)
    }
}
