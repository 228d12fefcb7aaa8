//! The check of one entry: point by point, then the verdict.

use partials_symbolic::equal::Equality;
use partials_symbolic::graph::{Graph, Id};

use super::branches::{Branch, branches};
use super::compare::{Comparer, Comparison, Seen};
use super::extent::Extent;
use super::oracle::{self, Oracle, calls, is_costly, is_series};
use super::place::Place;
use super::points::{Points, ranges_of};
use super::proof::{equality, note};
use super::search::Domain;
use super::tally::{Tally, obstacle, unclear, undefined};
use super::tapes::{conditions, is_bounded, with_difference};
use super::witness::{Testimony, Witness};
use super::{Behaviour, Bounded, Claim, ClaimEntry, Entry, Evidence, Reason, Verifier};
use crate::ball::{Ball, Precision, Radius};
use crate::difference::Agreement;
use crate::tape::{Tape, TapeError, TapeOptions};

/// How many candidates are drawn for each point that is wanted.
const CANDIDATES: usize = 24;
/// Of a claim that is the derivation itself, so many points witness the rules.
const PROVED: usize = 3;
/// How many boxes are looked at for points of the domain, and for each branch.
const FUEL: usize = 4096;
/// How many for what is optional.
const FUEL_OF_OPTIONAL: usize = 256;

#[derive(Clone, Debug)]
pub(super) struct EntryCheck {
    verifier: Verifier,
    /// Derivation and claim are the same expression.
    proved: bool,
    /// By which identities that was proved, in words.
    identities: Option<String>,
    /// None where two expressions are claimed equal.
    function: Option<Tape>,
    witness: Option<Witness>,
    oracle: Option<Oracle>,
    both: Tape,
    /// Derivation, claim, and their difference, where balls can bound them without very much work
    /// and equality is not proved.
    closer: Option<Tape>,
    /// Whether it is much work to have many digits.
    is_slow: bool,
    comparer: Comparer,
    domain: Domain,
    extent: Extent,
    branches: Vec<Branch>,
    /// Whether these are all branches.
    all_branches: bool,
}

impl EntryCheck {
    pub(super) fn new(
        verifier: Verifier,
        graph: &Graph,
        claim: &Claim,
        entry: &ClaimEntry,
        options: TapeOptions,
    ) -> Result<Self, TapeError> {
        let tape = |roots: &[Id]| Tape::new(graph, roots, &claim.variables, options);
        let function = entry.function.map(|f| tape(&[f])).transpose()?;
        let both = tape(&[entry.truth, entry.claimed])?;
        let bounded = is_bounded(&both);
        let (proof, differs) = match equality(graph, claim, entry) {
            Equality::Proved(proof) => (Some(proof), false),
            Equality::Different => (None, entry.rounding.is_none()),
            _ => (None, false),
        };
        let proved = proof.is_some();
        let mut roots = vec![entry.truth, entry.claimed];
        roots.extend(entry.function);
        let free = claim.at.is_none();
        let (branches, all_branches) = if free && !proved {
            branches(graph, entry, &claim.variables, options)?
        } else {
            (Vec::new(), true)
        };
        let domain = Domain {
            values: if free { tape(&roots)? } else { both.clone() },
            conditions: conditions(graph, claim, options)?,
            ranges: ranges_of(&claim.variables, &claim.ranges),
        };
        let cheap = calls(&both, is_costly) == 0;
        let closer = verifier.certify && bounded && cheap && !proved && entry.rounding.is_none();
        Ok(Self {
            verifier,
            proved,
            identities: proof.as_ref().and_then(note),
            witness: witness(verifier, graph, claim, entry, function.as_ref(), options)?,
            oracle: function
                .as_ref()
                .filter(|function| verifier.certify && is_bounded(function))
                .and_then(|function| Oracle::new(graph, claim, entry, function)),
            closer: match closer {
                true => Some(with_difference(graph, claim, entry, options)?),
                false => None,
            },
            function,
            is_slow: calls(&both, is_series) > 0,
            both,
            comparer: Comparer {
                certify: verifier.certify && !proved,
                bounded,
                differs,
                tolerance: verifier.tolerance,
                rounding: entry.rounding,
            },
            domain,
            extent: match free {
                true => Extent::new(graph, claim, entry, options)?,
                false => Extent::default(),
            },
            branches,
            all_branches,
        })
    }

    /// At the point that was named.
    pub(super) fn run_at(&self, constants: &Tape) -> Entry {
        let mut tally = Tally::default();
        self.visit(&Place::named(constants), true, &mut tally);
        self.conclude(tally)
    }

    /// At points that are drawn, in every branch.
    pub(super) fn run(&self, stop: &dyn Fn() -> bool) -> Entry {
        let mut tally = Tally::default();
        let ranges = &self.domain.ranges;
        let mut points = Points::new(self.verifier.seed, ranges.clone());
        if ranges.is_empty() {
            // Without variables there is one point.
            self.visit(&Place::drawn(Vec::new()), true, &mut tally);
            return self.conclude(tally);
        }
        let mut missing: Vec<&Branch> = self.branches.iter().collect();
        self.draw(&mut points, &mut missing, &mut tally, stop);
        self.search(&mut points, &mut missing, &mut tally, stop);
        if !tally.is_decided() && tally.compared > 0 {
            self.enter(&mut points, missing, &mut tally, stop);
        }
        self.conclude(tally)
    }

    /// A proof tells its identities, where there is nothing more important to tell.
    fn conclude(&self, mut tally: Tally) -> Entry {
        if let Some(identities) = &self.identities {
            tally.remark(|| identities.clone());
        }
        let mut entry = tally.conclude(self.proved);
        if entry.verdict.holds()
            && let Some((conditions, sentence)) = self.extent.note(&self.domain, self.verifier.seed)
        {
            entry.conditions = conditions;
            entry.note = Some(match entry.note {
                Some(note) => format!("{sentence}; {note}"),
                None => sentence,
            });
        }
        entry
    }

    /// How many points are wanted.
    fn wanted(&self) -> usize {
        let all = self.verifier.points;
        if self.proved { all.min(PROVED) } else { all }
    }

    /// Random points.
    fn draw(
        &self,
        points: &mut Points,
        missing: &mut Vec<&Branch>,
        tally: &mut Tally,
        stop: &dyn Fn() -> bool,
    ) {
        let wanted = self.wanted();
        for _ in 0..wanted * CANDIDATES {
            if tally.is_decided() || tally.compared >= wanted || tally.expires(stop) {
                return;
            }
            let point = self.domain.repaired(points.next(), || points.next());
            if self.domain.admits(&point) {
                self.try_point(point, missing, tally);
            }
        }
    }

    /// Points that are looked for, where random ones did not suffice.
    fn search(
        &self,
        points: &mut Points,
        missing: &mut Vec<&Branch>,
        tally: &mut Tally,
        stop: &dyn Fn() -> bool,
    ) {
        let wanted = self.wanted();
        if tally.is_decided() || tally.compared >= wanted || tally.expires(stop) {
            return;
        }
        let more = wanted - tally.compared;
        let found = self.domain.search(None, more, FUEL, || points.next(), stop);
        let nowhere = found.points.is_empty() && tally.compared == 0;
        for point in found.points {
            if !tally.is_decided() && !tally.expires(stop) {
                self.try_point(point, missing, tally);
            }
        }
        if nowhere && self.comparer.bounded {
            self.draw_large(points, missing, tally);
        }
        if nowhere && tally.compared == 0 {
            let place =
                Place::drawn(Points::new(self.verifier.seed, self.domain.ranges.clone()).next());
            let comparison = self.comparer.compare(&self.both, &place);
            let mut testimony = Testimony::none();
            testimony.behaviour = Behaviour::Outside;
            let evidence = evidence(&place, &comparison, &testimony);
            let reason = Reason::OutsideDomain;
            tally.miss(reason, Some(evidence), unclear(reason).into());
        }
    }

    /// Points where floats overflow, which balls don't.
    fn draw_large(&self, points: &mut Points, missing: &mut Vec<&Branch>, tally: &mut Tally) {
        for _ in 0..self.wanted() {
            let point = self.domain.repaired(points.next(), || points.next());
            if !tally.is_decided() && self.domain.overflows(&point) {
                self.try_point(point, missing, tally);
            }
        }
    }

    /// Points in the branches that no point lay in so far.
    fn enter(
        &self,
        points: &mut Points,
        mut missing: Vec<&Branch>,
        tally: &mut Tally,
        stop: &dyn Fn() -> bool,
    ) {
        while let Some(&branch) = missing.last() {
            if tally.is_decided() || tally.expires(stop) {
                return;
            }
            let fuel = if branch.is_optional {
                FUEL_OF_OPTIONAL
            } else {
                FUEL
            };
            let goal = Some(&branch.goal);
            let found = self.domain.search(goal, 2, fuel, || points.next(), stop);
            let before = tally.compared;
            let reachable = !found.points.is_empty();
            for point in found.points {
                self.try_point(point, &mut missing, tally);
            }
            let unclear = reachable && tally.compared == before;
            // That two branches exclude each other is often beyond intervals.
            if !branch.is_optional && (unclear || !reachable && !found.exhausted) {
                tally.unreached(branch.text.clone());
            }
            missing.retain(|other| !std::ptr::eq(*other, branch));
        }
        if !self.all_branches {
            tally.unreached("some of very many branches are taken".into());
        }
    }

    fn try_point(&self, point: Vec<f64>, missing: &mut Vec<&Branch>, tally: &mut Tally) {
        let before = tally.compared;
        let place = Place::drawn(point);
        let meets = |branch: &&Branch| Domain::meets(place.floats(), Some(&branch.goal));
        let is_new = |branch: &&Branch| !branch.is_optional && meets(branch);
        let closely = before == 0 || !self.is_slow && missing.iter().any(is_new);
        self.visit(&place, closely, tally);
        if tally.compared > before {
            missing.retain(|branch| !meets(branch));
        }
    }

    /// Compares claim and derivation at a point, and the derivation with values of the function;
    /// more closely where the point stands for others.
    fn visit(&self, place: &Place<'_>, closely: bool, tally: &mut Tally) {
        let mut comparison = self.comparer.compare(&self.both, place);
        if let (true, Some(closer), Seen::Equal | Seen::EqualInBalls) =
            (closely, &self.closer, comparison.seen)
        {
            let beside = place.beside(&self.domain.ranges);
            let beside = beside.filter(|beside| self.domain.admits(beside.floats()));
            Comparer::look_closer(closer, beside.as_ref().unwrap_or(place), &mut comparison);
            if let (Seen::Different, Some(beside)) = (comparison.seen, &beside) {
                return self.visit(beside, true, tally);
            }
        }
        let mut testimony = self
            .witness
            .as_ref()
            .map_or_else(Testimony::none, |witness| {
                witness.judge(&self.both, place, &comparison)
            });
        let mut evidence = evidence(place, &comparison, &testimony);
        if let Some((reason, note)) = self.obstacle(place, &testimony) {
            // What a rule gives here is a convention, no derivative.
            evidence.exact = Bounded::NOTHING;
            return tally.miss(reason, Some(evidence), note);
        }
        if let Some(slope) = &testimony.tie {
            return self.decide_tie(slope, &comparison, evidence, tally);
        }
        if let Some(which) = comparison.undefined {
            let at = place.floats();
            tally.remark(|| format!("{} at {at:?}", undefined(which)));
            return tally.miss(
                Reason::OutsideDomain,
                Some(evidence),
                undefined(which).into(),
            );
        }
        if let Seen::Unclear(reason) = comparison.seen {
            return tally.miss(reason, Some(evidence), unclear(reason).into());
        }
        if let Some(found) = self.ask(place, &comparison, &testimony, tally) {
            evidence.contour = Bounded::ball(&found.derivative);
            if !found.agrees {
                return tally.find_defect(evidence);
            }
            // Its bound is proved, that of a difference is not.
            testimony.agreement = Agreement::Agrees;
        }
        match comparison.seen {
            _ if testimony.agreement == Agreement::Differs => tally.contradict(evidence),
            Seen::Different => {
                tally.beside |= place.is_beside();
                tally.differ(evidence, testimony.agreement);
            }
            seen => tally.agree(evidence, seen, testimony.agreement),
        }
    }

    /// Holds the derivation against the contour oracle: at the first point that has an answer, where
    /// the claim is refuted, and where differences don't confirm the derivation.
    fn ask(
        &self,
        place: &Place<'_>,
        comparison: &Comparison,
        testimony: &Testimony,
        tally: &mut Tally,
    ) -> Option<Sample> {
        let oracle = self.oracle.as_ref()?;
        let important =
            comparison.seen == Seen::Different || testimony.agreement != Agreement::Agrees;
        let derivative = oracle.derivative(place, important, &mut tally.asked)?;
        let truth = match &comparison.balls {
            Some((truth, _)) => truth.clone(),
            None => oracle::derivation(&self.both, place, Precision::bits(oracle::BITS + 24))?,
        };
        let agrees = truth.overlaps(&derivative);
        Some(Sample { derivative, agrees })
    }

    /// Why the function has no derivative at a place.
    fn obstacle(&self, place: &Place<'_>, testimony: &Testimony) -> Option<(Reason, String)> {
        if let Some(found) = obstacle(testimony.behaviour) {
            return Some(found);
        }
        let function = self.function.as_ref()?;
        let value = function.evaluate(&place.intervals(), ());
        let outside = value.iter().any(|value| {
            value.is_empty() || place.is_named() && value.is_partial() && !value.is_bounded()
        });
        outside.then(|| {
            let text = "the function has no value at this point";
            (Reason::OutsideDomain, text.to_owned())
        })
    }

    /// Where the rules follow a convention, the slope of the function itself decides.
    fn decide_tie(
        &self,
        slope: &Ball,
        comparison: &Comparison,
        mut evidence: Evidence,
        tally: &mut Tally,
    ) {
        evidence.exact = Bounded::ball(slope);
        let claimed = match &comparison.balls {
            Some((_, claimed)) => claimed.clone(),
            None => Ball::from_mid_rad(
                comparison.claimed.value,
                comparison.claimed.error,
                slope.precision(),
            ),
        };
        tally.remark(|| {
            "both sides of a branch meet here, and the slope of the function itself decides".into()
        });
        // The error of the slope is an estimate.
        let wide = slope.inflate(slope.radius().mul_up(Radius::from_u64(1024)));
        if !wide.separated_from(&claimed) {
            tally.agree(evidence, Seen::Equal, Agreement::Agrees);
        } else {
            tally.differ(evidence, Agreement::Agrees);
        }
    }
}

/// What the oracle says at a point, and whether the derivation may have that value.
struct Sample {
    derivative: Ball,
    agrees: bool,
}

/// What the last derivative is taken of: the function, or its derivation of one order less.
fn witness(
    verifier: Verifier,
    graph: &Graph,
    claim: &Claim,
    entry: &ClaimEntry,
    function: Option<&Tape>,
    options: TapeOptions,
) -> Result<Option<Witness>, TapeError> {
    let Some(last) = entry.wrt.last() else {
        return Ok(None);
    };
    let name = graph.with(|arena| arena.name(*last).to_owned());
    let along = claim.variables.iter().position(|known| *known == name);
    let tape = match (entry.lower.last(), function) {
        (Some(lower), _) => Tape::new(graph, &[*lower], &claim.variables, options)?,
        (None, Some(function)) => function.clone(),
        (None, None) => return Ok(None),
    };
    let bounded = is_bounded(&tape);
    // A variable that does not occur has a difference of zero, wherever it is taken.
    let along = along.unwrap_or(usize::MAX);
    Ok(Some(Witness::new(tape, along, verifier.seed, bounded)))
}

fn evidence(place: &Place<'_>, found: &Comparison, testimony: &Testimony) -> Evidence {
    Evidence {
        point: place.floats().to_vec(),
        claimed: found.claimed,
        exact: found.truth,
        central: testimony.central,
        extrapolated: testimony.extrapolated(),
        step: testimony.step(),
        contour: Bounded::NOTHING,
        behaviour: testimony.behaviour,
    }
}
