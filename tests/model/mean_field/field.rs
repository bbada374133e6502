//! An independent, deterministic solution of the cell model: densities of cells over G0, G1 and the way through S, G2 and
//! M, written from the equations in the documentation of the processes, not from their code.
//!
//! Every place carries the mean of what its cells carry (fast and slow breaks, lesions, p53 mRNA, bound drug), so a hazard is
//! that of the average cell of the place. This closure is exact where all cells of a place have the same history, and
//! it is the reason why agents and field may differ by a few percent however many agents there are.
//! Left out: differences between cells of one kind, and blood, which here does not act on the marrow.

use cenersim::{
    biology::{ClassCycle, Kind, Model, Presentation},
    treatment::Exposure,
};

/// Cells in one place, and the sums over them of fast breaks, slow breaks, lesions, p53 mRNA and bound drug.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    cells: f64,
    fast: f64,
    slow: f64,
    lesions: f64,
    mrna: f64,
    load: f64,
}

impl Place {
    /// Untreated cells.
    fn fresh(cells: f64) -> Self {
        Self { cells, fast: 0.0, slow: 0.0, lesions: 0.0, mrna: cells, load: cells }
    }

    fn scaled(self, by: f64) -> Self {
        let Self { cells, fast, slow, lesions, mrna, load } = self;
        let [fast, slow, lesions] = [by * fast, by * slow, by * lesions];
        Self { cells: by * cells, fast, slow, lesions, mrna: by * mrna, load: by * load }
    }

    fn add(&mut self, other: Self) {
        self.cells += other.cells;
        self.fast += other.fast;
        self.slow += other.slow;
        self.lesions += other.lesions;
        self.mrna += other.mrna;
        self.load += other.load;
    }

    /// Takes a share away and returns it.
    fn release(&mut self, share: f64) -> Self {
        let released = self.scaled(share);
        *self = self.scaled(1.0 - share);
        released
    }

    /// Daughters of these mothers, all together: twice the cells, each with half of the breaks, lesions and drug.
    fn divided(self) -> Self {
        Self { cells: 2.0 * self.cells, mrna: 2.0 * self.mrna, ..self }
    }

    fn damage(self) -> f64 {
        if self.cells > 0.0 { (self.fast + self.slow + self.lesions) / self.cells } else { 0.0 }
    }
}

/// One class: G0, G1 and the way through S, G2 and M in strides of one step.
struct ClassField {
    kind: Kind,
    cycle: ClassCycle,
    g0: Place,
    g1: Place,
    way: Vec<Place>,
    /// First stride of G2.
    g2: usize,
}

impl ClassField {
    fn places(&self) -> impl Iterator<Item = &Place> {
        [&self.g0, &self.g1].into_iter().chain(&self.way)
    }

    fn cells(&self) -> f64 {
        self.places().map(|place| place.cells).sum()
    }

    fn receive(&mut self, cells: Place) {
        if self.cycle.born_resting { self.g0.add(cells) } else { self.g1.add(cells) }
    }
}

/// The whole marrow.
pub struct Field<'a> {
    model: &'a Model,
    classes: Vec<ClassField>,
    /// Leukemic cells at presentation.
    presented: f64,
    /// Step [h].
    step: f64,
}

impl<'a> Field<'a> {
    pub fn new(model: &'a Model, start: &Presentation, step: f64) -> Self {
        let mut classes = Vec::new();
        for (index, of) in model.hierarchy.classes().iter().enumerate() {
            let (cycle, cells) = (*model.hierarchy.cycle(index), start.classes[index]);
            let growth = if of.kind.is_leukemic() { start.growth } else { 0.0 };
            let thinning = growth + f64::from(model.apoptosis.loss[of.kind]);
            let strides = (cycle.active_hours() / step).round() as usize;
            let density = |stride: usize| (-thinning * (stride as f64 + 0.5) * step).exp();
            let all: f64 = (0..strides).map(density).sum();
            classes.push(ClassField {
                kind: of.kind,
                cycle,
                g0: Place::fresh(cells.g0),
                g1: Place::fresh(cells.g1),
                way: (0..strides).map(|stride| Place::fresh(cells.active * density(stride) / all)).collect(),
                g2: (cycle.s_hours / step).round() as usize,
            });
        }
        let leukemic = classes.iter().filter(|class| class.kind.is_leukemic());
        let presented = leukemic.map(ClassField::cells).sum();
        Self { model, classes, presented, step }
    }

    pub fn cells(&self, kind: Kind) -> f64 {
        self.classes.iter().filter(|class| class.kind == kind).map(ClassField::cells).sum()
    }

    /// Mean damage of the cells of a kind.
    pub fn damage(&self, kind: Kind) -> f64 {
        let classes = self.classes.iter().filter(|class| class.kind == kind);
        let breaks: f64 =
            classes.flat_map(ClassField::places).map(|place| place.fast + place.slow + place.lesions).sum();
        breaks / self.cells(kind)
    }

    /// Moves on by one step.
    pub fn advance(&mut self, exposure: &Exposure) {
        let niche = self.niche();
        let mut newborn = vec![Place::default(); self.classes.len()];
        for index in 0..self.classes.len() {
            let chemistry = Chemistry::new(self.model, exposure, self.classes[index].kind, self.step);
            let (renewal, haste) = niche.of(self.model, index);
            let class = &mut self.classes[index];
            chemistry.act(class);
            let daughters = chemistry.turn(class, haste).divided();
            let mut leaving = daughters;
            newborn[index].add(leaving.release(renewal));
            if let Some(next) = self.model.hierarchy.next(index) {
                newborn[next].add(leaving);
            }
        }
        for (class, cells) in self.classes.iter_mut().zip(newborn) {
            class.receive(cells);
        }
    }

    /// Crowding and recruitment (see the equations of the niche; blood has no share here).
    fn niche(&self) -> Feedback {
        let feedback = &self.model.niche;
        let leukemic = Kind::ALL.into_iter().filter(|kind| kind.is_leukemic());
        let burden = leukemic.map(|kind| self.cells(kind)).sum::<f64>();
        let first = self.model.hierarchy.first(Kind::NormalProgenitor);
        let space = |burden: f64| {
            let square = burden.powi(2);
            feedback.space * square / (square + feedback.space_half.powi(2))
        };
        let own = if burden < self.presented { space(self.presented) * burden / self.presented } else { space(burden) };
        let progenitors = self.classes[first].cells() / feedback.progenitor_cells;
        Feedback {
            burden: burden / feedback.reference_burden,
            stem: self.cells(Kind::NormalStem) / feedback.stem_cells + space(burden).min(0.5),
            progenitors: progenitors + space(burden),
            sensed: progenitors + own,
        }
    }
}

/// What cells sense: leukemic burden, and occupancy of the niches of normal stem cells, progenitors and leukemic cells.
struct Feedback {
    burden: f64,
    stem: f64,
    progenitors: f64,
    sensed: f64,
}

impl Feedback {
    /// Self-renewal and speed of entry into cycle of a class.
    fn of(&self, model: &Model, class: usize) -> (f64, f64) {
        let niche = &model.niche;
        let balanced = |greatest: f64, occupancy: f64| greatest / (1.0 + (2.0 * greatest - 1.0) * occupancy);
        let haste = |gain: f64, occupancy: f64| {
            if occupancy <= 1.0 {
                1.0 + (gain - 1.0) * (1.0 - occupancy)
            } else {
                1.0 / (1.0 + (gain - 1.0) * (occupancy - 1.0))
            }
        };
        let recruited = |place: usize| 1.0 + (niche.leukemic_haste[place] - 1.0) * (1.0 - self.sensed).clamp(0.0, 1.0);
        let of = model.hierarchy.classes()[class];
        match (of.kind, of.stage) {
            (Kind::LeukemicStem, _) => {
                (niche.leukemic_renewal / (1.0 + niche.leukemic_crowding * self.burden), recruited(0))
            }
            (Kind::LeukemicProgenitor, _) => (0.0, recruited(1)),
            (Kind::Blast, _) => (0.0, recruited(2)),
            (Kind::NormalStem, _) => (balanced(niche.stem_renewal, self.stem), haste(niche.stem_haste, self.stem)),
            (Kind::NormalProgenitor, 0) => {
                let occupancy = self.progenitors;
                (balanced(niche.progenitor_renewal, occupancy), haste(niche.progenitor_haste, occupancy))
            }
            _ => (0.0, 1.0),
        }
    }
}

/// Rates of one kind during one step.
struct Chemistry<'a> {
    model: &'a Model,
    kind: Kind,
    step: f64,
    /// Relative rise of mRNA clearance, and production relative to rest.
    effect: f64,
    production: f64,
    free: f64,
    bound: f64,
    refill: f64,
    /// Lesions per hour in S, and speed through S.
    cytarabine: f64,
    s_speed: f64,
}

impl<'a> Chemistry<'a> {
    fn new(model: &'a Model, exposure: &Exposure, kind: Kind, step: f64) -> Self {
        let (antisense, damage) = (&model.antisense, &model.damage);
        let ([cenersen], [idarubicin], [cytarabine]) = (&antisense.drugs[..], &damage.breaks[..], &damage.lesions[..])
        else {
            panic!("one drug for each mechanism")
        };
        let inside = exposure.cenersen_cell * cenersen.uptake[kind];
        let occupancy = inside / (cenersen.potency + inside) * (1.0 - exposure.inhibition);
        let per_drug = idarubicin.per_level[kind];
        let ara_ctp = if kind.is_leukemic() { exposure.ara_ctp } else { exposure.ara_ctp_normal };
        let incorporated = ara_ctp / (ara_ctp + cytarabine.half_incorporation);
        let metabolite = idarubicin.metabolite_potency * exposure.idarubicinol_cell;
        Self {
            model,
            kind,
            step,
            effect: cenersen.maximal_effect * antisense.level[kind] * occupancy,
            production: 1.0 + antisense.compensation * occupancy,
            free: per_drug * (exposure.idarubicin_cell - exposure.idarubicin_bound),
            bound: per_drug * (exposure.idarubicin_bound + metabolite),
            refill: 1.0 - (-exposure.anthracycline_renewal * step).exp(),
            cytarabine: cytarabine.greatest[kind] * incorporated,
            s_speed: 1.0 - damage.s_slowing * incorporated,
        }
    }

    /// Knock-down, breaks and repair in every place of a class.
    fn act(&self, class: &mut ClassField) {
        self.treat(&mut class.g0, 0);
        self.treat(&mut class.g1, 1);
        for (stride, place) in class.way.iter_mut().enumerate() {
            self.treat(place, if stride < class.g2 { 2 } else { 3 });
        }
    }

    fn treat(&self, place: &mut Place, phase: usize) {
        if place.cells <= 0.0 {
            return;
        }
        let (n, damage) = (place.cells, &self.model.damage);
        let clearance = 1.0 + self.effect;
        let decay = self.model.antisense.mrna_decay.in_per_hour() * clearance * self.step;
        place.mrna += (n * self.production / clearance - place.mrna) * (1.0 - (-decay).exp());
        place.load += (n - place.load) * self.refill;
        let breaks = damage.phase_weight[phase] * (n * self.free + place.load * self.bound);
        let lesions = if phase == 2 { n * self.cytarabine } else { 0.0 };
        let missing = (1.0 - place.mrna / n * f64::from(self.model.p53.function[self.kind])).max(0.0);
        let repair = if phase == 0 { 1.0 } else { 1.0 - damage.repair_loss * missing };
        let step = |pool: &mut f64, made: f64, rate: f64| {
            *pool += (made / rate - *pool) * (1.0 - (-rate * self.step).exp());
        };
        step(&mut place.fast, damage.fast_share * breaks, damage.fast_repair.in_per_hour() * repair);
        step(&mut place.slow, (1.0 - damage.fast_share) * breaks, damage.slow_repair.in_per_hour() * repair);
        step(&mut place.lesions, lesions, damage.lesion_loss.in_per_hour() * repair);
    }

    /// Active p53: function, times stabilized protein, times activation.
    fn active(&self, place: &Place) -> f64 {
        if place.cells <= 0.0 {
            return 0.0;
        }
        let (p53, damage) = (&self.model.p53, place.damage());
        let half = f64::from(p53.half_damage);
        let activation = damage * damage / (half * half + damage * damage);
        let protein = place.mrna / place.cells / (1.0 - f64::from(p53.stabilization) * activation);
        f64::from(p53.function[self.kind]) * protein * activation
    }

    fn hazard(&self, place: &Place) -> f64 {
        let (apoptosis, active) = (&self.model.apoptosis, self.active(place));
        let half = f64::from(apoptosis.half_activity);
        let saturation = active * active / (half * half + active * active);
        let (damage, half) = (place.damage(), f64::from(apoptosis.half_damage));
        let by_damage = damage * damage / (half * half + damage * damage);
        f64::from(apoptosis.loss[self.kind])
            + f64::from(apoptosis.through_p53[self.kind]) * saturation
            + f64::from(apoptosis.by_damage) * by_damage
    }

    /// Speed left at the checkpoints.
    fn speed(&self, place: &Place) -> f64 {
        let (arrest, active) = (&self.model.arrest, self.active(place));
        1.0 - f64::from(arrest.strength) * active / (active + f64::from(arrest.half_activity))
    }

    /// Deaths and progress of a class; returns the mothers that pass mitosis alive.
    fn turn(&self, class: &mut ClassField, haste: f64) -> Place {
        let g0 = self.leave(&mut class.g0, class.cycle.g0_exit * haste);
        let speed = self.speed(&class.g1);
        let mut entering = self.leave(&mut class.g1, class.cycle.g1_exit * haste * speed);
        class.g1.add(g0);
        for (stride, place) in class.way.iter_mut().enumerate() {
            let hazard = self.hazard(place);
            let speed = if stride < class.g2 { self.s_speed } else { self.speed(place) };
            place.release(1.0 - (-hazard * self.step).exp());
            let moving = place.release(speed);
            place.add(entering);
            entering = moving;
        }
        let survivors = (-entering.damage()).exp();
        entering.scaled(survivors)
    }

    /// Removes the dead from a resting place and returns those who leave it alive.
    fn leave(&self, place: &mut Place, exit: f64) -> Place {
        let hazard = self.hazard(place);
        let gone = place.release(1.0 - (-(hazard + exit) * self.step).exp());
        if exit > 0.0 { gone.scaled(exit / (hazard + exit)) } else { Place::default() }
    }
}
