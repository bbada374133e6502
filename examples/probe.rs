use cenersim::{biology::Kind, curves::*, scenario::Scenario, simulation::*};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let s = Scenario::read(std::path::Path::new(&args[1]), &args[2..].to_vec()).unwrap_or_else(|e| {
        println!("{e:?}");
        std::process::exit(2)
    });
    let case =
        Case { ledger: &s.ledger, patient: &s.patient, regimen: &s.arms[0], settings: &s.settings, snapshots: &[] };
    let t = std::time::Instant::now();
    let c = replicates(&case, |_| {});
    let t = t.elapsed().as_secs_f64();
    let cs = &c[0].curves;
    for i in (0..cs.days.len()).step_by(16) {
        let g = |v, k| cs.of(v, k)[i];
        print!("d{:5.1} ", cs.days[i]);
        for k in Kind::ALL {
            print!(
                "{:8.2e} D{:.2} m{:.2} a{:.2} | ",
                g(Variable::Cells, Some(k)),
                g(Variable::Damage, Some(k)),
                g(Variable::P53Mrna, Some(k)),
                g(Variable::DeathP53, Some(k)) + g(Variable::DeathDamage, Some(k))
            );
        }
        println!(
            "ANC {:.2} PLT {:.0} bl {:.3} cel {:.2} ida {:.0}/{:.0} ctp {:.0} cen {:.2}",
            g(Variable::Neutrophils, None),
            g(Variable::Platelets, None),
            g(Variable::MarrowBlasts, None),
            g(Variable::Cellularity, None),
            g(Variable::IdarubicinCell, None),
            g(Variable::IdarubicinolCell, None),
            g(Variable::AraCtp, None),
            g(Variable::CenersenCell, None)
        );
    }
    println!("{}", cenersim::report::summary_table(&c));
    for e in &c[0].events {
        println!("{:.2} {:?}", e.time.in_days(), e.kind);
    }
    let steps: u64 = c.iter().map(|c| c.agent_steps).sum();
    println!(
        "{t:.3} s, {} steps, {:.1} M agent steps, {:.1} M/s",
        c[0].steps,
        steps as f64 / 1e6,
        steps as f64 / t / 1e6
    );
}
