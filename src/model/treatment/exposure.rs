//! What cells meet during one step: means over the step, not values at its end.

/// Drug levels averaged over a step.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Exposure {
    /// Cenersen in plasma (mg/L).
    pub cenersen_plasma: f64,
    /// Cenersen inside a reference cell (relative uptake 1) (pmol/mg protein), before any loss of activity to inhibitors.
    pub cenersen_cell: f64,
    /// Share of cenersen's activity that an inhibitor takes away during this step, 0 to 1.
    pub inhibition: f64,
    /// Idarubicin in plasma (ng/mL).
    pub idarubicin_plasma: f64,
    /// Idarubicinol in plasma (ng/mL).
    pub idarubicinol_plasma: f64,
    /// Idarubicin in nucleated cells, fast and slow pool together (ng/mL cell).
    pub idarubicin_cell: f64,
    /// Idarubicinol in nucleated cells (ng/mL cell).
    pub idarubicinol_cell: f64,
    /// Idarubicin in the slow, DNA-bound pool alone (ng/mL cell).
    pub idarubicin_bound: f64,
    /// Rate at which uptake renews the bound idarubicin and idarubicinol of a cell [1/h]: uptake over content.
    pub anthracycline_renewal: f64,
    /// Cytarabine in plasma (umol/L).
    pub cytarabine_plasma: f64,
    /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
    pub ara_ctp: f64,
    /// Ara-CTP in a normal cell (pmol per 10^6 cells).
    pub ara_ctp_normal: f64,
}
